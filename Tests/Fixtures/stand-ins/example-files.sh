# The files that the examples of --help take for granted, in the working folder: few drawn digits, models of them, tables.
set -e
idx-synth digits -n 300 --labels y -o x
for name in images train.idx x.idx faces.idx frames.idx ae.idx vae.idx; do cp x $name; done
for name in x train-images t10k-images images train-images-idx3-ubyte; do gzip -c x >$name.gz; done
for name in y labels train-labels t10k-labels train-labels-idx1-ubyte; do gzip -c y >$name.gz; done
vae-fit -q --log log.tsv -o m.ckpt x
vae-fit -q --hidden 400 --latent 20 --steps 1 --weights-only -o vae.safetensors x
clf-fit -q --epochs 1 --labels y -o clf.ckpt x
for name in train ae vae; do cp log.tsv $name.tsv; done
vae-encode m.ckpt x >z.tsv
for name in seen new; do cp z.tsv $name.tsv; done
cut -f 2,3 z.tsv >x.tsv
vae-eval -q m.ckpt --labels y --per-item --nll 2 x >s.tsv
for part in encoder decoder; do vae-onnx --part $part -o $part.onnx m.ckpt; done
z-fit -q --components 2 -o d.safetensors z.tsv
head -n 4 z.tsv >ends.tsv
vae-decode m.ckpt z.tsv >y.idx
idx2npy x >x.npy
grid2png x >m.png
vae-fit -q --latent-kind 'codes 16' --channels 4 --steps 1 -o vq.ckpt x
idx-synth sprites -n 300 --factors factors.tsv -o sprites.idx
vae-fit -q --steps 1 -o sprites.ckpt sprites.idx
idx-synth sprites -n 9 | grid2png --scale 4 --split img_align_celeba
cp "$FIXTURES"/photos/color.jpg .
printf '%s\n' length,width,species 5.1,3.5,setosa 6.3,3.3,virginica 5.8,2.7,virginica >iris.csv
printf '%s\n' day,site,wind,rain,sun 1,Kiel,3.5,,2 2,"\"Kiel, Hafen\"",NA,0.2,7 3,Kiel,4,1,0 >sensors.csv
{ printf 'label\tname\n'; printf '%s\n' 0 1 2 3 4 5 6 7 8 9 | sed 's/.*/&\tdigit &/'; } >names.tsv
mkdir -p pictures/one pictures/two && cp m.png pictures/one && cp m.png pictures/two
