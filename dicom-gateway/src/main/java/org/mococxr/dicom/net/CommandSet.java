package org.mococxr.dicom.net;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.mococxr.dicom.UID;

/**
 * The command of a DIMSE message: group 0000 in implicit little endian, PS3.7 section 6.3.1 and annex E. Immutable; values are
 * kept as they travel and read by kind.
 */
final class CommandSet {
    static final int C_STORE_RQ = 0x0001;
    static final int C_ECHO_RQ = 0x0030;
    static final int N_EVENT_REPORT_RQ = 0x0100;
    static final int N_ACTION_RQ = 0x0130;
    static final int C_CANCEL_RQ = 0x0fff;
    static final int RESPONSE = 0x8000;

    private static final int GROUP_LENGTH = 0x0000;
    private static final int AFFECTED_SOP_CLASS_UID = 0x0002;
    private static final int REQUESTED_SOP_CLASS_UID = 0x0003;
    private static final int COMMAND_FIELD = 0x0100;
    private static final int MESSAGE_ID = 0x0110;
    private static final int MESSAGE_ID_RESPONDED_TO = 0x0120;
    private static final int PRIORITY = 0x0700;
    private static final int DATA_SET_TYPE = 0x0800;
    private static final int STATUS = 0x0900;
    private static final int ERROR_COMMENT = 0x0902;
    private static final int AFFECTED_SOP_INSTANCE_UID = 0x1000;

    private static final int REQUESTED_SOP_INSTANCE_UID = 0x1001;
    private static final int EVENT_TYPE_ID = 0x1002;
    private static final int ACTION_TYPE_ID = 0x1008;

    private static final int REQUEST_STORAGE_COMMITMENT = 1;
    private static final int NO_DATA_SET = 0x0101;
    private static final int DATA_SET = 0x0001;
    private static final int MEDIUM = 0x0000;
    private static final int ERROR_COMMENT_CHARACTERS = 64;

    private final Map<Integer, byte[]> elements;

    private CommandSet(Map<Integer, byte[]> elements) {
        this.elements = elements;
    }

    static CommandSet echoRequest(int messageId) {
        return new CommandSet(new TreeMap<>())
                .uid(AFFECTED_SOP_CLASS_UID, UID.Verification)
                .number(COMMAND_FIELD, C_ECHO_RQ)
                .number(MESSAGE_ID, messageId)
                .number(DATA_SET_TYPE, NO_DATA_SET);
    }

    static CommandSet storeRequest(int messageId, String sopClassUid, String sopInstanceUid) {
        return new CommandSet(new TreeMap<>())
                .uid(AFFECTED_SOP_CLASS_UID, sopClassUid)
                .number(COMMAND_FIELD, C_STORE_RQ)
                .number(MESSAGE_ID, messageId)
                .number(PRIORITY, MEDIUM)
                .number(DATA_SET_TYPE, DATA_SET)
                .uid(AFFECTED_SOP_INSTANCE_UID, sopInstanceUid);
    }

    /** PS3.4 table J.3-1: N-ACTION of type 1 on the one well-known instance. */
    static CommandSet commitmentRequest(int messageId) {
        return new CommandSet(new TreeMap<>())
                .uid(REQUESTED_SOP_CLASS_UID, UID.StorageCommitmentPushModel)
                .number(COMMAND_FIELD, N_ACTION_RQ)
                .number(MESSAGE_ID, messageId)
                .number(DATA_SET_TYPE, DATA_SET)
                .uid(REQUESTED_SOP_INSTANCE_UID, UID.StorageCommitmentPushModelInstance)
                .number(ACTION_TYPE_ID, REQUEST_STORAGE_COMMITMENT);
    }

    /** The answer to this request, repeating the identifiers it carried byte for byte. */
    CommandSet response(StoreStatus status) {
        var answer = new CommandSet(new TreeMap<>());
        for (var repeated : new int[] {AFFECTED_SOP_CLASS_UID, AFFECTED_SOP_INSTANCE_UID, EVENT_TYPE_ID}) {
            Optional.ofNullable(elements.get(repeated)).ifPresent(value -> answer.elements.put(repeated, value));
        }
        answer.number(COMMAND_FIELD, commandField() | RESPONSE)
                .number(MESSAGE_ID_RESPONDED_TO, messageId())
                .number(DATA_SET_TYPE, NO_DATA_SET)
                .number(STATUS, status.code());
        if (!status.comment().isEmpty()) {
            answer.text(ERROR_COMMENT, status.comment());
        }
        return answer;
    }

    static CommandSet decode(byte[] bytes) throws ProtocolViolationException {
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        var elements = new TreeMap<Integer, byte[]>();
        try {
            while (in.hasRemaining()) {
                var group = in.getShort() & 0xffff;
                var element = in.getShort() & 0xffff;
                var length = in.getInt();
                if (group != 0 || length < 0 || length > in.remaining()) {
                    throw ProtocolViolationException.invalid(String.format(
                            "command element (%04x,%04x) of %s bytes, %d left",
                            group, element, Integer.toUnsignedString(length), in.remaining()));
                }
                var value = new byte[length];
                in.get(value);
                if (element != GROUP_LENGTH) { // written anew when it is sent
                    elements.put(element, value);
                }
            }
        } catch (BufferUnderflowException e) {
            throw ProtocolViolationException.invalid("command set ends inside an element");
        }
        var command = new CommandSet(elements);
        if (command.find(COMMAND_FIELD).isEmpty() || command.find(DATA_SET_TYPE).isEmpty()) {
            throw ProtocolViolationException.invalid("command set without command field or data set type");
        }
        return command;
    }

    byte[] encode() {
        var length =
                elements.values().stream().mapToInt(value -> 8 + value.length).sum();
        var out = ByteBuffer.allocate(12 + length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0).putInt(4).putInt(length);
        elements.forEach((element, value) -> {
            out.putShort((short) 0)
                    .putShort(element.shortValue())
                    .putInt(value.length)
                    .put(value);
        });
        return out.array();
    }

    int commandField() {
        return find(COMMAND_FIELD).orElse(0);
    }

    int messageId() {
        return find(MESSAGE_ID).orElse(0);
    }

    int messageIdRespondedTo() {
        return find(MESSAGE_ID_RESPONDED_TO).orElse(0);
    }

    boolean isResponse() {
        return (commandField() & RESPONSE) != 0;
    }

    boolean hasDataset() {
        return find(DATA_SET_TYPE).orElse(NO_DATA_SET) != NO_DATA_SET;
    }

    String affectedSopClassUid() {
        return text(AFFECTED_SOP_CLASS_UID);
    }

    String affectedSopInstanceUid() {
        return text(AFFECTED_SOP_INSTANCE_UID);
    }

    int eventType() {
        return find(EVENT_TYPE_ID).orElse(0);
    }

    OptionalInt status() {
        return find(STATUS);
    }

    String errorComment() {
        return text(ERROR_COMMENT);
    }

    private OptionalInt find(int element) {
        var value = elements.get(element);
        return value == null || value.length < 2
                ? OptionalInt.empty()
                : OptionalInt.of((value[0] & 0xff) | (value[1] & 0xff) << 8);
    }

    private String text(int element) {
        var value = elements.get(element);
        return value == null
                ? ""
                : new String(value, StandardCharsets.US_ASCII).replace("\0", "").strip();
    }

    private CommandSet number(int element, int value) {
        elements.put(element, new byte[] {(byte) value, (byte) (value >>> 8)});
        return this;
    }

    private CommandSet uid(int element, String value) {
        return padded(element, value, '\0');
    }

    private CommandSet text(int element, String value) {
        return padded(element, value.substring(0, Math.min(value.length(), ERROR_COMMENT_CHARACTERS)), ' ');
    }

    private CommandSet padded(int element, String value, char pad) {
        var even = value.length() % 2 == 0 ? value : value + pad;
        elements.put(element, even.getBytes(StandardCharsets.US_ASCII));
        return this;
    }
}
