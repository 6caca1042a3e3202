package org.mococxr.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a model file takes and gives, read without running it. Anything {@link OnnxWriter} does not write is refused before an inference
 * engine sees a byte: other operators and domains, subgraphs, functions, external data, other shapes, weights whose bytes do not fit.
 *
 * @param inputSizePixels S of the input [N,1,S,S]
 * @param findings F
 * @param embeddingLength D
 * @param camSide h = w
 * @param weightCount values in all weights together
 */
public record OnnxGraph(
        int inputSizePixels, int findings, int embeddingLength, int camSide, int nodes, long weightCount) {
    static final Set<String> OPERATORS = new TreeSet<>(Set.of(
            "Add",
            "AveragePool",
            "BatchNormalization",
            "Cast",
            "Clip",
            "Concat",
            "Conv",
            "DequantizeLinear",
            "Div",
            "Flatten",
            "Gemm",
            "GlobalAveragePool",
            "MaxPool",
            "QuantizeLinear",
            "Relu",
            "Sigmoid",
            "Sub"));
    private static final int MOST_NODES = 2_000;
    private static final int MOST_CHANNELS = 65_536;
    private static final Set<AttributeProto.AttributeType> ATTRIBUTES = Set.of(
            AttributeProto.AttributeType.INT, AttributeProto.AttributeType.INTS, AttributeProto.AttributeType.FLOAT);

    public static OnnxGraph read(byte[] onnx) throws OnnxRefusedException {
        ModelProto model;
        try {
            model = ModelProto.parseFrom(onnx);
        } catch (InvalidProtocolBufferException e) {
            throw new OnnxRefusedException("it is no ONNX file: " + e.getMessage(), e);
        }
        require(
                model.getIrVersion() == OnnxWriter.IR_VERSION,
                "its IR version is " + model.getIrVersion() + ", expected " + OnnxWriter.IR_VERSION);
        require(
                model.getOpsetImportCount() == 1
                        && model.getOpsetImport(0).getDomain().isEmpty()
                        && model.getOpsetImport(0).getVersion() == OnnxWriter.OPERATOR_SET,
                "it imports "
                        + model.getOpsetImportList().stream()
                                .map(o -> "\"" + o.getDomain() + "\" " + o.getVersion())
                                .toList()
                        + ", expected only the standard operator set " + OnnxWriter.OPERATOR_SET);
        require(
                model.getFunctionsCount() == 0 && model.getTrainingInfoCount() == 0,
                "it defines functions or training steps, which are not allowed");
        return read(model.getGraph());
    }

    private static OnnxGraph read(GraphProto graph) throws OnnxRefusedException {
        require(
                graph.getSparseInitializerCount() == 0 && graph.getQuantizationAnnotationCount() == 0,
                "it holds sparse or quantised weights, which are not allowed");
        require(
                graph.getNodeCount() <= MOST_NODES,
                "it has " + graph.getNodeCount() + " nodes, at most " + MOST_NODES + " are allowed");
        Set<String> known = new HashSet<>();
        long weightCount = 0;
        for (TensorProto tensor : graph.getInitializerList()) {
            weightCount += checkWeights(tensor);
            require(known.add(tensor.getName()), "the weights " + tensor.getName() + " are there twice");
        }
        require(
                graph.getInputCount() == 1 && graph.getInput(0).getName().equals(OnnxWriter.INPUT),
                "its inputs are "
                        + graph.getInputList().stream()
                                .map(ValueInfoProto::getName)
                                .toList() + ", expected [" + OnnxWriter.INPUT + "]");
        require(known.add(OnnxWriter.INPUT), "weights are named like the input " + OnnxWriter.INPUT);
        for (NodeProto node : graph.getNodeList()) {
            checkNode(node, known);
        }
        List<String> outputs =
                graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
        List<String> expected =
                List.of(OnnxWriter.PROBABILITIES, OnnxWriter.LOGITS, OnnxWriter.EMBEDDING, OnnxWriter.CAM);
        require(outputs.equals(expected), "its outputs are " + outputs + ", expected " + expected);
        require(known.containsAll(expected), "no node writes all of " + expected);
        return ends(graph, weightCount);
    }

    private static OnnxGraph ends(GraphProto graph, long weightCount) throws OnnxRefusedException {
        long[] films = shape(graph.getInput(0), 4);
        long[] probabilities = shape(graph.getOutput(0), 2);
        long[] logits = shape(graph.getOutput(1), 2);
        long[] embedding = shape(graph.getOutput(2), 2);
        long[] cam = shape(graph.getOutput(3), 4);
        require(
                films[1] == 1 && films[2] == films[3] && films[2] >= 8 && films[2] <= 4096,
                "its films are " + describe(films) + ", expected [N,1,S,S] with S from 8 to 4096");
        require(
                probabilities[1] >= 1
                        && probabilities[1] <= 1_000
                        && probabilities[1] == logits[1]
                        && logits[1] == cam[1],
                "its outputs disagree about the number of findings: " + probabilities[1] + ", " + logits[1] + " and "
                        + cam[1]);
        require(
                embedding[1] >= 1 && embedding[1] <= MOST_CHANNELS && cam[2] == cam[3] && cam[2] >= 1 && cam[2] <= 4096,
                "its embedding or map has an impossible size: " + describe(embedding) + ", " + describe(cam));
        return new OnnxGraph(
                (int) films[2],
                (int) probabilities[1],
                (int) embedding[1],
                (int) cam[2],
                graph.getNodeCount(),
                weightCount);
    }

    private static long checkWeights(TensorProto tensor) throws OnnxRefusedException {
        String name = "the weights " + tensor.getName();
        require(
                tensor.getDataLocation() == TensorProto.DataLocation.DEFAULT && tensor.getExternalDataCount() == 0,
                name + " lie outside the file, which is not allowed");
        int bytesPerValue = switch (tensor.getDataType()) {
            case TensorProto.DataType.FLOAT_VALUE -> Float.BYTES;
            case TensorProto.DataType.FLOAT16_VALUE -> Short.BYTES;
            case TensorProto.DataType.INT32_VALUE -> Integer.BYTES;
            case TensorProto.DataType.INT8_VALUE, TensorProto.DataType.UINT8_VALUE -> Byte.BYTES;
            default ->
                throw new OnnxRefusedException(name + " have the type " + tensor.getDataType()
                        + ", allowed are 32 and 16-bit floats and 32 and 8-bit integers");
        };
        long count = 1;
        for (long dimension : tensor.getDimsList()) {
            require(dimension >= 1 && dimension <= MOST_CHANNELS, name + " have the shape " + tensor.getDimsList());
            count *= dimension;
            require(count <= Integer.MAX_VALUE, name + " have the shape " + tensor.getDimsList());
        }
        require(
                tensor.getRawData().size() == count * bytesPerValue,
                name + " have " + tensor.getRawData().size() + " bytes, their shape " + tensor.getDimsList() + " needs "
                        + count * bytesPerValue);
        return count;
    }

    private static void checkNode(NodeProto node, Set<String> known) throws OnnxRefusedException {
        require(
                node.getDomain().isEmpty() && OPERATORS.contains(node.getOpType()),
                "it uses the operator " + node.getDomain() + (node.getDomain().isEmpty() ? "" : ".") + node.getOpType()
                        + ", allowed are " + OPERATORS);
        for (AttributeProto attribute : node.getAttributeList()) {
            require(
                    ATTRIBUTES.contains(attribute.getType())
                            && !attribute.hasG()
                            && !attribute.hasT()
                            && attribute.getGraphsCount() == 0
                            && attribute.getIntsCount() <= 8,
                    "the attribute " + attribute.getName() + " of " + node.getOpType() + " is of the kind "
                            + attribute.getType() + ", allowed are " + ATTRIBUTES);
        }
        for (String input : node.getInputList()) {
            require(known.contains(input), "the node " + node.getName() + " reads " + input + " before it is written");
        }
        require(
                node.getOutputCount() == 1 && !node.getOutput(0).isEmpty() && known.add(node.getOutput(0)),
                "the node " + node.getName() + " must write one value that nothing else writes, writes "
                        + node.getOutputList());
    }

    /** @return the dimensions, the first (N) as 0 because it must be free */
    private static long[] shape(ValueInfoProto end, int rank) throws OnnxRefusedException {
        TypeProto.Tensor type = end.getType().getTensorType();
        require(
                end.getType().hasTensorType()
                        && type.getElemType() == TensorProto.DataType.FLOAT_VALUE
                        && type.getShape().getDimCount() == rank
                        && type.getShape().getDim(0).hasDimParam(),
                end.getName() + " must be a 32-bit float tensor of " + rank + " dimensions with a free first one");
        long[] shape = new long[rank];
        for (int i = 1; i < rank; i++) {
            require(
                    type.getShape().getDim(i).hasDimValue(),
                    "dimension " + i + " of " + end.getName() + " is free, expected a number");
            shape[i] = type.getShape().getDim(i).getDimValue();
        }
        return shape;
    }

    private static String describe(long[] shape) {
        var text = new StringBuilder("[N");
        for (int i = 1; i < shape.length; i++) {
            text.append(',').append(shape[i]);
        }
        return text.append(']').toString();
    }

    private static void require(boolean holds, String found) throws OnnxRefusedException {
        if (!holds) {
            throw new OnnxRefusedException(found);
        }
    }
}
