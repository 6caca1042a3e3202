package org.mococxr.observation;

import java.util.Arrays;

/** Everything that is found in files of films, of those who send them and of those who get reports, side by side. */
public enum ObservationKind {
    // What the reader of DICOM objects finds.
    NO_DICM_MARK("no DICM mark, and the first bytes are no data element of groups 0002 to 0010"),
    SYNTAX_UNKNOWN("transfer syntax %s is not known"),
    SYNTAX_ILL_FORMED("transfer syntax with an ill-formed UID is not known"),
    ELEMENT_TOO_LONG("an element of %s bytes at offset %s; at most %s bytes are read"),
    OBJECT_TOO_LONG("the object is longer than the %s bytes that are read"),
    TOO_MANY_ELEMENTS("more than %s elements"),
    ENDS_WITHIN_ELEMENT("the object ends inside an element"),
    DEFLATION_DAMAGED("the deflated data set is damaged"),
    DATA_SET_BEYOND_SEQUENCE("a nested data set reaches beyond its sequence"),
    SEQUENCE_IN_FILE_META("a sequence in the file meta information"),
    NO_ELEMENT("%s at offset %s, where a data element should be"),
    NO_SEQUENCE("%s of undefined length is a %s, not a sequence"),
    NESTED_TOO_DEEP("sequences nested deeper than %s"),
    NO_ITEM("%s at offset %s, where an item should be"),
    ITEM_BEYOND_SEQUENCE("an item reaches beyond its sequence"),
    NO_FRAGMENT("%s among the fragments of Pixel Data"),
    ELEMENT_BEYOND_ITEM("%s of %s bytes reaches beyond its item"),

    // What the reader of films finds.
    NO_PIXEL_DATA("the object has no Pixel Data"),
    PIXELS_COMPRESSED("pixels compressed as %s"),
    FRAMES("%s frames"),
    BITS_ALLOCATED("%s bits allocated to a pixel; 8 or 16 are read"),
    BITS_STORED("%s bits stored of %s allocated"),
    PIXEL_DATA_SHORT("Pixel Data has %s bytes; %s x %s pixels of %s bits need %s"),
    TOO_MANY_PIXELS("%s x %s pixels; at most %s million are read"),
    SIZE("%s x %s pixels"),
    POLARITY_UNKNOWN("PhotometricInterpretation is missing, so black and white are not known"),
    SAMPLES_OF_COLOUR("%s with %s samples per pixel"),
    NOT_IN_FRAGMENTS("Pixel Data is not in fragments, but %s says otherwise"),
    IN_FRAGMENTS("Pixel Data is in fragments, but %s says otherwise"),
    TABLE_WITHOUT_DESCRIPTOR("the %s has no descriptor"),
    TABLE_SHORT("the %s has %s entries of %s bits in %s bytes"),
    PICTURE_FILE_TOO_LONG("a picture file of %s MB; at most %s are read"),
    PICTURE_SAMPLES("%s with %s-bit samples; 8 or 16 are read"),
    PICTURE_TOO_LARGE("%s of %s x %s pixels; at most %s million are read"),
    PICTURE_DAMAGED("damaged or unusual %s: %s"),
    HIGH_BIT_REPLACED("HighBit does not fit the stored bits; the lowest %s bits were used"),
    VALUES_BEYOND_BITS("pixel values need more than the %s bits that the film states; all %s bits were used"),
    TABLE_NARROW("the VOI LUT states %s bits, its entries need %s; white is the largest value of those"),
    RESCALE_UNKNOWN("%s cannot be used as a number; stored values and the film's own range were used"),
    TURNED_UPRIGHT("the picture was stored turned or mirrored and set upright (Exif orientation %s)"),
    WINDOW_IS_NONE("the stated window is none; the film's own range was used"),
    WINDOW_SATURATES("the stated window saturates the film; its 0.5 to 99.5 percentile range was used instead"),
    EXTREME_VALUES("a few extreme values would leave the film without contrast; its percentile range was used"),

    // What the gate finds.
    WITHOUT_PIXELS("%s without pixel data"),
    OTHER_CLASS("%s; computed or digital radiography needed"),
    CLASS("SOP class %s"),
    NO_CLASS("an object without SOP class"),
    CLASS_ILL_FORMED("an object with an ill-formed SOP class"),
    COPY_OF_UNKNOWN("a secondary capture that does not say of what; modality CR, DX or RG needed"),
    OTHER_MODALITY("modality %s; CR, DX or RG needed"),
    FOR_PROCESSING("marked \"for processing\"; \"for presentation\" needed"),
    COPY_SENT_BY("sent by %s; copies of films are assessed from: %s"),
    NOBODY("nobody"),
    SAMPLES("%s samples per pixel (%s); one grey sample needed"),
    IMAGES("%s images; one needed"),
    NO_PHOTOMETRIC("PhotometricInterpretation is missing"),
    OTHER_PHOTOMETRIC("%s; MONOCHROME1 or MONOCHROME2 needed"),
    SYNTAX_NOT_READ("%s (%s)"),
    OTHER_BODY_PART("body part %s; CHEST needed"),
    OTHER_DESCRIPTION("the description names another part of the body and no body part is stated"),
    VIEW("view \"%s\"; PA or AP needed"),
    NEITHER_FRONT_NOR_SIDE("neither front nor side: view \"%s\"; PA or AP needed"),
    NO_VIEW("no view stated; PA or AP needed"),
    UNDER_AGE("under %s years"),
    ONE_AGE_UNDER(
            "birth date, dates of the examination and stated age contradict each other; the lowest age they give is under %s years"),
    AGES_CONTRADICT(
            "birth date, dates of the examination and stated age contradict each other; the lowest age they give was taken"),
    NO_AGE("neither birth date and study date nor an age with its unit; %s years or more needed"),
    TOO_FEW_PIXELS("%s x %s pixels; at least %s a side and %s in all needed"),
    FEW_GREYS("%s %% of the image within %s of 256 greys"),
    BLACK_OR_WHITE("%s %% of the image is black or white; less than %s %% needed"),
    SECONDARY_CAPTURE("a secondary capture: a copy of the film whose processing is not known"),
    PICTURE("a %s picture: nothing is known about patient, view or processing"),

    // What the inbox finds.
    NOT_READABLE("not readable as DICOM: %s"),
    ANOTHER_OBJECT("data set is another object than was announced"),
    NO_VALID_UID("data set has no valid %s"),
    TOO_MANY_BYTES("objects of more than %s bytes are not taken"),
    NOT_RECORDED("stored but not recorded; please send again"),
    RECEIVER_DISK_FULL("the receiver's disk is full"),
    RECEIVER_DISK_FAILED("the receiver could not use its disk"),

    // What is found of a caller that is turned away.
    OTHER_PROTOCOL("it does not speak version 1 of the protocol"),
    OTHER_APPLICATION("it asks for another application than DICOM"),
    CALLED_OTHERWISE("this box is %s; correct the title at the caller"),
    TITLE_NOT_ALLOWED("no allowed caller has this AE title at this address"),
    ADDRESS_NOT_ALLOWED("this AE title is allowed, but not from this address"),
    CERTIFICATE_NOT_SHOWN("AE title and address are allowed, but it did not show the certificate they need"),
    MAY_BE_ALLOWED("%s; if it may send, allow %s@%s"),

    // What hinders a report.
    REPORT_WITHOUT_UID("no report possible: the film has no %s"),
    REPORT_UID_INVALID("no report possible: the film's %s is no valid UID"),

    // Why a peer does not vouch for a report.
    NOT_THERE("it has no such object"),
    CLASS_CONFLICT("class and instance do not belong together"),
    CLASS_NOT_VOUCHED_FOR("it does not vouch for objects of this class"),
    ASKED_BEFORE("it knows this request already"),
    SHORT_OF_RESOURCES("it is short of resources"),
    FAILED_WITH("it failed with reason %s"),

    // What hinders the use of a file or folder.
    NO_SUCH_FILE("there is no such file or folder"),
    NOT_PERMITTED("this user may not use it"),
    ALREADY_THERE("it is there already"),
    NO_FOLDER("it is no folder"),
    IS_A_FOLDER("it is a folder, not a file"),
    DISK_FULL("the disk is full"),
    DISK_READ_ONLY("the disk can only be read"),

    // Words of somebody else.
    QUOTED("%s");

    private final String english;

    ObservationKind(String english) {
        this.english = english;
    }

    /** @param values one for each place: observations, or what is written as it is */
    public Observation of(Object... values) {
        return new Observation(
                this,
                Arrays.stream(values)
                        .map(value -> value instanceof Observation ? value : String.valueOf(value))
                        .toList());
    }

    int places() {
        return english.split("%s", -1).length - 1;
    }

    /** @param values one for each place; more are left out */
    public String english(Object... values) {
        return english.formatted(values);
    }
}
