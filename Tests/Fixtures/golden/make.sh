#!/bin/sh -e
# Makes checkpoints that every later version must load and decode to the same images: run once, by the version below.
#
# vaeutils 0.1.0. The latents are such that no pixel lies near the edge between two levels, where rounding that differs
# between processors would tip it.
cd "$(dirname "$0")"
idx-synth digits -n 400 --seed 7 --size 14 |
    vae-fit -q --hidden 16 --latent 2 --epochs 60 -o dense.ckpt
idx-synth digits -n 400 --seed 7 |
    vae-fit -q --preset conv-beta --channels 4,8 --beta 1 --latent 3 --batch 20 --epochs 30 -o convolutional.ckpt
z-sample -n 4 --seed 38 --for dense.ckpt -o dense.tsv
z-sample -n 4 --seed 39 --for convolutional.ckpt -o convolutional.tsv
for model in dense convolutional; do vae-decode $model.ckpt $model.tsv -o $model.idx; done
