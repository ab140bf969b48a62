# The command lines whose faults sweep.sh tries, each command's among them. Every input is small.

mkdir given
(
    cd given
    idx-synth digits -n 20 --labels l.idx -o x.idx
    idx-synth sprites -n 4 -o s.idx
    gzip -k x.idx
    idx2npy x.idx -o x.npy
    vae-fit -q --hidden 8 --batch 8 --threads 1 --steps 2 -o m x.idx
    vae-fit -q --hidden 8 --batch 8 --threads 1 --stream --steps 2 -o n x.idx
    z-sample -n 12 -o z.tsv
    idx-synth sprites -n 12 --factors f.tsv >/dev/null
    vae-encode m --labels l.idx x.idx -o t.tsv
    z-fit -q --density gaussian z.tsv -o d
    grid2png --columns 5 x.idx -o p.png
    clf-fit -q --labels l.idx --network 'dense 4, relu' --epochs 1 --threads 1 -o c x.idx
    cp "$root/Tests/Fixtures/photos/color.jpg" c.jpg
    (cd "$root/Tests/Fixtures/photos/formats" && cp rgb-lzw.tif rgb-lossless.webp rgb-24.bmp rgb-bytes.ppm "$OLDPWD")
    cp "$root/Tests/Fixtures/fuzz/npz/packed" x.npz
    cp "$root/Tests/Fixtures/fuzz/matlab/packed" x.mat
    printf '%s\n' 'a,b,name' '1,2,"x, y"' ',5,z' >t.csv
    tsv2idx --label name --columns b --levels n.tsv --labels-to k.idx -o v.idx t.csv
    for part in encoder decoder; do vae-onnx --part $part m -o $part.onnx; done
    cp "$root"/Tests/Fixtures/onnx-graphs/example-*coder-dynamo.onnx* .
    kmeans -q -k 3 --centers c.tsv z.tsv >/dev/null
    mkdir runs
)

sweep exact o.idx /dev/null idx-synth digits -n 3 --labels l.idx -o o.idx
sweep exact - /dev/null idx-synth sprites -n 2
sweep exact o.idx /dev/null idx-cat --skip 3 --take 9 -o o.idx x.idx
sweep exact - x.idx.gz idx-cat --shuffle
sweep exact - /dev/null idx-cat --ids t.tsv x.idx
sweep exact o.tsv x.idx idx-info -o o.tsv
sweep exact - x.idx.gz idx-binarize
sweep exact o.npy x.idx idx2npy -o o.npy
sweep exact o.idx /dev/null npy2idx x.npy -o o.idx
sweep exact o.tsv x.npz npy2idx --array a --table -o o.tsv
sweep exact o.idx /dev/null npy2idx --items-last x.mat:a -o o.idx
sweep exact o.idx /dev/null tsv2idx --missing mean --label name --levels n.tsv --labels-to k.idx t.csv -o o.idx
sweep exact o.tsv /dev/null idx2tsv --labels k.idx --levels n.tsv v.idx -o o.tsv
sweep exact o.idx /dev/null img2idx --size 8 -o o.idx c.jpg p.png
sweep exact - /dev/null img2idx --size 8 rgb-lzw.tif rgb-lossless.webp rgb-24.bmp rgb-bytes.ppm
sweep checkpoint o /dev/null vae-fit -q --hidden 8 --batch 8 --threads 1 --save-every 2 -o o x.idx
sweep exact o x.idx vae-fit -q --hidden 8 --batch 8 --threads 2 --stream --validation x.idx -o o
sweep checkpoint o /dev/null vae-fit -q --scale standard --recon mse --hidden 8 --batch 8 --threads 1 -o o x.idx
sweep checkpoint m /dev/null vae-fit -q --resume m --threads 1 x.idx
sweep checkpoint n /dev/null vae-fit -q --resume n --threads 1 --steps 9 x.idx
sweep exact o.tsv x.idx.gz vae-encode m --labels l.idx --threads 2 -o o.tsv
sweep exact o.idx z.tsv vae-decode m --threads 1 -o o.idx
sweep exact - /dev/null vae-eval m x.idx --per-item --threads 1
sweep exact - /dev/null vae-info m
sweep exact o.ckpt /dev/null vae-import --skip optimizer --encoder 'dense 8, relu' --decoder 'dense 8, relu, dense 784' -o o.ckpt m
sweep exact o.ckpt /dev/null vae-import -o o.ckpt encoder.onnx decoder.onnx
sweep exact - /dev/null vae-import --dry-run example-encoder-dynamo.onnx example-decoder-dynamo.onnx
sweep exact o.onnx /dev/null vae-onnx --part decoder -o o.onnx m
sweep any - /dev/null vae-bench train --model mlp-adamw --threads 1 --seconds 0.1
sweep exact o.tsv /dev/null pca t.tsv -o o.tsv
sweep exact o.tsv t.tsv tsne -q --iterations 5 --perplexity 3 --threads 1 -o o.tsv
sweep exact o.tsv t.tsv umap -q --epochs 5 --neighbors 4 --threads 1 -o o.tsv
sweep exact o.tsv t.tsv knn -q -k 3 --threads 1 -o o.tsv
sweep exact o.tsv z.tsv kmeans -q -k 2 --centers c.tsv --threads 1 -o o.tsv
sweep exact o.tsv t.tsv roc -o o.tsv
sweep exact o t.tsv z-fit -q --components 2 --threads 1 -o o
sweep exact o.tsv z.tsv z-density d --threads 1 -o o.tsv
sweep exact o.tsv /dev/null z-sample -n 5 -o o.tsv
sweep exact - /dev/null z-sample -n 5 --from d
sweep exact - /dev/null z-grid --steps 3
sweep exact - z.tsv z-lerp --steps 3
sweep exact o.tsv z.tsv z-measure --threads 1 --measure mig,tc -o o.tsv - f.tsv
sweep exact o.tsv /dev/null z-sweep --for m --steps 3 -o o.tsv
sweep exact o.png x.idx grid2png -o o.png
sweep exact o.gif x.idx frames2gif -o o.gif
sweep exact o.png t.tsv plot -o o.png
sweep exact o.svg t.tsv plot -o o.svg
sweep checkpoint o /dev/null clf-fit -q --labels l.idx --network 'dense 4, relu' --epochs 1 --threads 1 -o o x.idx
sweep exact o.tsv x.idx clf-eval c --labels l.idx --threads 1 -o o.tsv
sweep exact o.tsv /dev/null idx-fid x.idx x.idx --features c --splits 2 --threads 1 -o o.tsv
sweep any - /dev/null tsv2tb -o runs --image grid=p.png t.tsv

# What passes mnist-fetch's checksums is real data alone.
data=${VAEUTILS_TEST_DATA:-$root/../shared/data}/mnist
if [ -d "$data" ]; then
    export MNIST_MIRROR=file://$(cd "$data" && pwd)
    sweep exact o.idx /dev/null mnist-fetch --split test --labels -o o.idx
    sweep exact - /dev/null mnist-fetch --split test --labels
else
    echo "sweep: mnist-fetch: skipped: no real data"
fi
