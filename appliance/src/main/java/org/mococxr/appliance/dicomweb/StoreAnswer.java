package org.mococxr.appliance.dicomweb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.mococxr.dicom.net.StoreStatus;

/**
 * What became of the instances of one Store transaction (PS3.18 section 10.5.3, annex I.2), as DICOM JSON (annex F). For one
 * thread.
 *
 * <p>Nothing can be retrieved from this box by DICOMweb, so that the retrieve URL is empty.
 */
public final class StoreAnswer {
    public static final String MEDIA_TYPE = "application/dicom+json";

    private static final String RETRIEVE_URL = "00081190";
    private static final String WARNING_REASON = "00081196";
    private static final String FAILURE_REASON = "00081197";
    private static final String FAILED_SOP_SEQUENCE = "00081198";
    private static final String REFERENCED_SOP_SEQUENCE = "00081199";
    private static final String OTHER_FAILURES_SEQUENCE = "0008119A";
    private static final String REFERENCED_SOP_CLASS_UID = "00081150";
    private static final String REFERENCED_SOP_INSTANCE_UID = "00081155";

    private final ArrayNode stored = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode failed = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode unnamed = JsonNodeFactory.instance.arrayNode();
    private int outOfResources;

    public void add(String sopClassUid, String sopInstanceUid, StoreStatus status) {
        var item = JsonNodeFactory.instance.objectNode();
        put(item, REFERENCED_SOP_CLASS_UID, "UI").add(sopClassUid);
        put(item, REFERENCED_SOP_INSTANCE_UID, "UI").add(sopInstanceUid);
        if (status.isSuccess()) {
            stored.add(item);
        } else if (status.isWarning()) {
            put(item, WARNING_REASON, "US").add(status.code());
            stored.add(item);
        } else {
            put(item, FAILURE_REASON, "US").add(status.code());
            failed.add(item);
            count(status);
        }
    }

    /** A part that could not even be named. */
    public void addUnnamed(StoreStatus status) {
        var item = JsonNodeFactory.instance.objectNode();
        put(item, FAILURE_REASON, "US").add(status.code());
        unnamed.add(item);
        count(status);
    }

    private void count(StoreStatus status) {
        outOfResources += (status.code() & 0xff00) == 0xa700 ? 1 : 0;
    }

    private static ArrayNode put(ObjectNode item, String tag, String vr) {
        return item.putObject(tag).put("vr", vr).putArray("Value");
    }

    public int storedCount() {
        return stored.size();
    }

    private int failedCount() {
        return failed.size() + unnamed.size();
    }

    /** 200 all, 202 some, 503 none for want of room, 409 none for another reason, 400 nothing was sent. */
    public int httpStatus() {
        if (stored.isEmpty() && failedCount() == 0) {
            return 400;
        }
        if (failedCount() == 0) {
            return 200;
        }
        if (!stored.isEmpty()) {
            return 202;
        }
        return outOfResources == failedCount() ? 503 : 409;
    }

    public String json() {
        var answer = JsonNodeFactory.instance.objectNode();
        answer.putObject(RETRIEVE_URL).put("vr", "UR");
        put(answer, FAILED_SOP_SEQUENCE, failed);
        put(answer, REFERENCED_SOP_SEQUENCE, stored);
        put(answer, OTHER_FAILURES_SEQUENCE, unnamed);
        return answer.toString();
    }

    private static void put(ObjectNode answer, String tag, ArrayNode items) {
        if (!items.isEmpty()) {
            answer.putObject(tag).put("vr", "SQ").set("Value", items);
        }
    }
}
