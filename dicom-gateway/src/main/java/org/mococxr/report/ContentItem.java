package org.mococxr.report;

import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.VR;

/** Makes the items of a structured report's content tree (PS3.3 C.17.3). */
final class ContentItem {
    static final String CONTAINS = "CONTAINS";
    static final String HAS_CONCEPT_MOD = "HAS CONCEPT MOD";
    static final String HAS_OBS_CONTEXT = "HAS OBS CONTEXT";

    private ContentItem() {}

    static Attributes code(String relationship, CodedConcept name, CodedConcept value) {
        var item = item(relationship, "CODE", name);
        item.newSequence(Tag.ConceptCodeSequence).add(DerivedObject.code(value));
        return item;
    }

    static Attributes text(String relationship, CodedConcept name, String text) {
        var item = item(relationship, "TEXT", name);
        item.setString(Tag.TextValue, VR.UT, text);
        return item;
    }

    static Attributes uidReference(String relationship, CodedConcept name, String uid) {
        var item = item(relationship, "UIDREF", name);
        item.setString(Tag.UID, VR.UI, uid);
        return item;
    }

    static Attributes number(String relationship, CodedConcept name, String decimal, CodedConcept unit) {
        var item = item(relationship, "NUM", name);
        var measured = new Attributes();
        item.newSequence(Tag.MeasuredValueSequence).add(measured);
        measured.newSequence(Tag.MeasurementUnitsCodeSequence).add(DerivedObject.code(unit));
        measured.setString(Tag.NumericValue, VR.DS, decimal);
        return item;
    }

    /** An image item; it has no concept name in an image library. */
    static Attributes image(String relationship, Attributes source) {
        var item = item(relationship, "IMAGE");
        item.newSequence(Tag.ReferencedSOPSequence).add(DerivedObject.referenceTo(source));
        return item;
    }

    static Attributes container(String relationship, CodedConcept name, Attributes... children) {
        var item = item(relationship, "CONTAINER", name);
        fill(item, children);
        return item;
    }

    /** A container whose children follow a template of PS3.16. */
    static Attributes container(String relationship, CodedConcept name, int template, Attributes... children) {
        var item = container(relationship, name, children);
        followTemplate(item, template);
        return item;
    }

    /** Makes an object itself the root container. */
    static void makeRoot(Attributes object, CodedConcept name, int template, Attributes... children) {
        object.setString(Tag.ValueType, VR.CS, "CONTAINER");
        object.newSequence(Tag.ConceptNameCodeSequence).add(DerivedObject.code(name));
        fill(object, children);
        followTemplate(object, template);
    }

    private static void fill(Attributes container, Attributes... children) {
        container.setString(Tag.ContinuityOfContent, VR.CS, "SEPARATE");
        var content = container.newSequence(Tag.ContentSequence);
        for (var child : children) {
            content.add(child);
        }
    }

    private static void followTemplate(Attributes container, int template) {
        var identification = new Attributes();
        identification.setString(Tag.MappingResource, VR.CS, "DCMR");
        identification.setString(Tag.TemplateIdentifier, VR.CS, Integer.toString(template));
        container.newSequence(Tag.ContentTemplateSequence).add(identification);
    }

    private static Attributes item(String relationship, String valueType, CodedConcept name) {
        var item = item(relationship, valueType);
        item.newSequence(Tag.ConceptNameCodeSequence).add(DerivedObject.code(name));
        return item;
    }

    private static Attributes item(String relationship, String valueType) {
        var item = new Attributes();
        item.setString(Tag.RelationshipType, VR.CS, relationship);
        item.setString(Tag.ValueType, VR.CS, valueType);
        return item;
    }
}
