/// A network of every kind of layer there is, for images of 28×28.
enum EveryLayer {
    static let options = """
        --encoder '
        conv 8 stride 2, batchnorm, leaky 0.2, residual [groupnorm 4, silu, conv 8, groupnorm 2, gelu, conv 8]
        residual [conv 12 stride 2, tanh], concat [conv 4] [conv 8 kernel 5] [], attention heads 4
        residual [groupnorm 8, attention heads 2], maxpool 2, avgpool 2 stride 1, elu, layernorm, flatten, layernorm
        dropout 0.3, gated 16, groupnorm 4, concat [dense 5] [gated 6, sigmoid] []' --decoder '
        dense 98, batchnorm, residual [dense 98, relu], residual [dense 50], dense 98, groupnorm 1, unflatten 2 7 7
        convt 16 stride 2 output-padding 1, gelu, conv 16, groupnorm 4, shuffle 2, upsample 2, layernorm, avgpool 2
        conv 1 kernel 5'
        """
}
