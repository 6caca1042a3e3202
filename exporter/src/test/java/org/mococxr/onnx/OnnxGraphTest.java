package org.mococxr.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.mococxr.network.Network;

class OnnxGraphTest {
    private static final Network NETWORK = TinyNetworks.everyLayer();
    private static final byte[] ONNX = OnnxWriter.write(
            NETWORK,
            TinyNetworks.weights(NETWORK, 2, 1),
            TinyNetworks.settings(33, List.of(1.0, 1.0), WeightStorage.FP16));

    @Test
    void tellsWhatAGraphTakesAndGives() throws OnnxRefusedException {
        OnnxGraph graph = OnnxGraph.read(ONNX);

        assertThat(graph.inputSizePixels()).isEqualTo(33);
        assertThat(graph.findings()).isEqualTo(2);
        assertThat(graph.embeddingLength()).isEqualTo(8);
        assertThat(graph.camSide()).isEqualTo(NETWORK.featureSide(33));
    }

    @Test
    void refusesWhatIsNotOnnx() {
        assertThatThrownBy(() -> OnnxGraph.read("hello".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOf(OnnxRefusedException.class)
                .hasMessageContaining("no ONNX file");
    }

    @Test
    void refusesOtherVersions() {
        refuses(model -> model.setIrVersion(10), "IR version is 10, expected 8");
        refuses(model -> model.getOpsetImportBuilder(0).setVersion(18), "\"\" 18");
        refuses(
                model ->
                        model.addOpsetImportBuilder().setDomain("com.microsoft").setVersion(1),
                "com.microsoft");
    }

    @Test
    void refusesFunctionsForeignOperatorsAndSubgraphs() {
        refuses(model -> model.addFunctions(FunctionProto.getDefaultInstance()), "functions");
        refuses(model -> node(model, 0).setOpType("Loop"), "operator Loop, allowed are [Add,");
        refuses(model -> node(model, 0).setDomain("evil"), "operator evil.");
        refuses(
                model -> node(model, 0)
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("body")
                                .setType(AttributeProto.AttributeType.GRAPH)
                                .setG(GraphProto.getDefaultInstance())),
                "attribute body");
    }

    @Test
    void refusesWeightsOutsideTheFile() {
        refuses(
                model -> model.getGraphBuilder()
                        .getInitializerBuilder(0)
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                        .addExternalData(StringStringEntryProto.newBuilder()
                                .setKey("location")
                                .setValue("../../etc/passwd")),
                "lie outside the file");
    }

    @Test
    void refusesWeightsWhoseBytesDoNotFitTheirShape() {
        refuses(model -> model.getGraphBuilder().getInitializerBuilder(0).setDims(0, 60_000), "needs 240000");
        refuses(
                model -> model.getGraphBuilder()
                        .getInitializerBuilder(0)
                        .addDims(65_536)
                        .addDims(65_536)
                        .addDims(65_536),
                "have the shape");
    }

    @Test
    void refusesOtherEnds() {
        refuses(model -> model.getGraphBuilder().getInputBuilder(0).setName("pixels"), "inputs are [pixels]");
        refuses(model -> model.getGraphBuilder().removeOutput(3), "outputs are [probabilities, logits, embedding]");
        refuses(
                model -> model.getGraphBuilder()
                        .getInputBuilder(0)
                        .getTypeBuilder()
                        .getTensorTypeBuilder()
                        .getShapeBuilder()
                        .getDimBuilder(2)
                        .setDimParam("H"),
                "dimension 2 of films is free");
        refuses(
                model -> model.getGraphBuilder()
                        .getOutputBuilder(0)
                        .getTypeBuilder()
                        .getTensorTypeBuilder()
                        .getShapeBuilder()
                        .getDimBuilder(1)
                        .setDimValue(3),
                "disagree about the number of findings: 3, 2 and 2");
    }

    @Test
    void refusesNodesThatReadOrWriteTheWrongValues() {
        refuses(model -> node(model, 3).setInput(0, "nowhere"), "reads nowhere before it is written");
        refuses(model -> node(model, 3).setOutput(0, "grey.mean"), "must write one value that nothing else writes");
    }

    /** Whatever the bytes, the answer is a graph or one typed refusal. */
    @Test
    void neverFailsOtherwiseOnDamagedBytes() {
        var random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = ONNX.clone();
            int flips = 1 + random.nextInt(4);
            for (int flip = 0; flip < flips; flip++) {
                damaged[random.nextInt(random.nextBoolean() ? 400 : damaged.length)] = (byte) random.nextInt();
            }
            try {
                OnnxGraph.read(damaged);
            } catch (OnnxRefusedException e) {
                assertThat(e).hasMessageMatching("(?s).+");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(200);
    }

    private static NodeProto.Builder node(ModelProto.Builder model, int index) {
        return model.getGraphBuilder().getNodeBuilder(index);
    }

    private static void refuses(Consumer<ModelProto.Builder> change, String message) {
        ModelProto.Builder model;
        try {
            model = ModelProto.parseFrom(ONNX).toBuilder();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
        change.accept(model);
        byte[] changed = model.build().toByteArray();
        assertThatThrownBy(() -> OnnxGraph.read(changed))
                .isInstanceOf(OnnxRefusedException.class)
                .hasMessageContaining(message);
    }
}
