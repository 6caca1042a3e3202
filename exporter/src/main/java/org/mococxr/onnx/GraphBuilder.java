package org.mococxr.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Nodes, weights and ends of one graph, in protobuf. */
final class GraphBuilder {
    private final GraphProto.Builder graph;

    GraphBuilder(String name) {
        graph = GraphProto.newBuilder().setName(name);
    }

    GraphProto build() {
        return graph.build();
    }

    /** Adds a node named after its only output. */
    String node(String operator, String output, List<String> inputs, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes)));
        return output;
    }

    String weights(String name, float[] values, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return initializer(name, TensorProto.DataType.FLOAT, raw, shape);
    }

    /**
     * Stored in half the bytes and widened by a Cast, which every runtime folds away when it loads the graph. What one weight loses by
     * rounding is added to the next of its filter: neighbouring inputs are alike and never negative behind a ReLU, so plain rounding would
     * shift a filter's answer while this leaves its sum.
     */
    String halfWeights(String name, float[] values, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int perFilter = Math.toIntExact(values.length / shape[0]);
        float lost = 0;
        for (int i = 0; i < values.length; i++) {
            float wanted = values[i] + (i % perFilter == 0 ? 0 : lost);
            short half = Half.of(wanted);
            lost = wanted - Half.toFloat(half);
            raw.putShort(half);
        }
        String stored = initializer(name + ".half", TensorProto.DataType.FLOAT16, raw.flip(), shape);
        return node("Cast", name, List.of(stored), integer("to", TensorProto.DataType.FLOAT_VALUE));
    }

    String signedBytes(String name, byte[] values, long... shape) {
        return initializer(name, TensorProto.DataType.INT8, ByteBuffer.wrap(values), shape);
    }

    String unsignedByte(String name, int value) {
        return initializer(name, TensorProto.DataType.UINT8, ByteBuffer.wrap(new byte[] {(byte) value}));
    }

    String integers32(String name, int[] values, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asIntBuffer().put(values);
        return initializer(name, TensorProto.DataType.INT32, raw, shape);
    }

    private String initializer(String name, TensorProto.DataType type, ByteBuffer raw, long... shape) {
        var tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .setRawData(ByteString.copyFrom(raw));
        for (long dimension : shape) {
            tensor.addDims(dimension);
        }
        graph.addInitializer(tensor);
        return name;
    }

    /** @param dimensions numbers, or names of what is free */
    void input(String name, Object... dimensions) {
        graph.addInput(end(name, dimensions));
    }

    void output(String name, Object... dimensions) {
        graph.addOutput(end(name, dimensions));
    }

    /** A single number. */
    void output(String name) {
        graph.addOutput(end(name));
    }

    private static ValueInfoProto end(String name, Object... dimensions) {
        var shape = TensorShapeProto.newBuilder();
        for (Object dimension : dimensions) {
            shape.addDim(
                    dimension instanceof Number number
                            ? TensorShapeProto.Dimension.newBuilder().setDimValue(number.longValue())
                            : TensorShapeProto.Dimension.newBuilder().setDimParam(dimension.toString()));
        }
        var type = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                .setShape(shape);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(type))
                .build();
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto decimal(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    static AttributeProto integers(String name, long... values) {
        var attribute = AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }
}
