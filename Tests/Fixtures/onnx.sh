# Models and what the commands make of 264 images, for onnx_agreement.py to hold vae-onnx's files against. The images are
# digits, their bytes in other shapes, and labels.
idx-synth digits -n 264 --labels l.idx -o x.idx
pixels() { tail -c +17 x.idx; }
{ printf '\0\0\10\4\0\0\1\10\0\0\0\12\0\0\0\11\0\0\0\3'; pixels | head -c 71280; } >color.idx
{ printf '\0\0\10\2\0\0\1\10\0\0\0\74'; pixels | head -c 15840; } >rows.idx

faces() {
    { printf '\0\0\10\4\0\0\1\10\0\0\0\100\0\0\0\100\0\0\0\3'; for copy in $(seq 16); do pixels; done | head -c 3244032; } >faces.idx
}

agree() { python3 "$FIXTURES"/onnx_agreement.py "$@" 2>&1 | tee log >&2; ! grep -q -e Error -e Traceback log || exit 1; }

# images X.idx OPTION…: an autoencoder's encoder and decoder, of each of $levels; $moments are the columns that vae-encode has.
images() {
    x=$1; shift
    vae-fit -q --steps 4 --lr 0.01 --batch 32 "$@" -o m $x || exit
    case " $* " in *' --labels '*) labels='--labels l.idx'; told=labels=l.idx ;; *) labels= told= ;; esac
    for level in $(seq ${levels:-1}); do
        vae-encode m --level $level $labels ${moments---logvar} $x >e.tsv || exit
        vae-encode m --level $level $labels $x >z.tsv
        vae-decode m --level $level z.tsv --type f32 -o d.idx || exit
        vae-onnx --part encoder --level $level ${opset:+--opset $opset} m >e.onnx || exit
        vae-onnx --part decoder --level $level ${opset:+--opset $opset} m -o d.onnx || exit
        case ${moments---logvar} in '') means=mean=e.tsv:z ;; *) means='mean=e.tsv:mu logvar=e.tsv:logvar' ;; esac
        agree e.onnx images=$x $told $means -- d.onnx latents=z.tsv:z $told images=d.idx
    done
}

# codes X.idx OPTION…: a model of codes.
codes() {
    x=$1; shift
    vae-fit -q --steps 8 --lr 0.01 --batch 32 "$@" -o m $x || exit
    vae-encode --codes m $x -o k.idx && vae-decode m k.idx --type f32 -o d.idx || exit
    vae-onnx --part encoder ${opset:+--opset $opset} m >e.onnx || exit
    vae-onnx --part decoder ${opset:+--opset $opset} m -o d.onnx || exit
    agree e.onnx images=$x codes=k.idx -- d.onnx codes=k.idx images=d.idx
}

# classes X.idx OPTION…: a classifier.
classes() {
    x=$1; shift
    clf-fit -q --steps 4 --lr 0.01 --batch 32 --labels l.idx "$@" -o m $x || exit
    clf-eval m --per-item $x >p.tsv && clf-eval m --features $x >f.tsv || exit
    vae-onnx m >c.onnx || exit
    agree c.onnx images=$x probabilities=p.tsv:p features=f.tsv:f
}
