# What zsh 5.9 makes of each command line when a tab is typed behind it: an interactive shell at a pseudo-terminal, that takes
# the functions _COMMAND from the working folder. A key that no command line holds has the line printed.
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "fpath=($PWD \$fpath); autoload -Uz compinit; compinit -u -D"
zpty -w shell 'show() { print -r "<$BUFFER>"; BUFFER= }; zle -N show; bindkey "^X" show; bindkey "^I" expand-or-complete'
zpty -w shell 'PS1=READY; print -r $PS1$PS1'
zpty -r shell answer '*READYREADY*READY'
for line in "$@"; do
    zpty -w -n shell "$line"$'\t\x18'
    zpty -r shell answer '*<*>*'
    answer=${answer##*<}
    print -r -- "${answer%%>*}"
done
zpty -d shell
