package org.mococxr.dicom;

import java.util.OptionalInt;

/**
 * The data elements this software names, as {@code 0xggggeeee} (PS3.6). Others pass through by number.
 *
 * <p>Names are the standard's keywords; their value representations are in {@code elements.txt} beside the class file.
 */
public final class Tag {
    // File meta information
    public static final int FileMetaInformationGroupLength = 0x00020000;
    public static final int FileMetaInformationVersion = 0x00020001;
    public static final int MediaStorageSOPClassUID = 0x00020002;
    public static final int MediaStorageSOPInstanceUID = 0x00020003;
    public static final int TransferSyntaxUID = 0x00020010;
    public static final int ImplementationClassUID = 0x00020012;
    public static final int ImplementationVersionName = 0x00020013;
    public static final int SourceApplicationEntityTitle = 0x00020016;

    // Identification
    public static final int SpecificCharacterSet = 0x00080005;
    public static final int LanguageCodeSequence = 0x00080006;
    public static final int ImageType = 0x00080008;
    public static final int InstanceCreationDate = 0x00080012;
    public static final int InstanceCreationTime = 0x00080013;
    public static final int InstanceCreatorUID = 0x00080014;
    public static final int SOPClassUID = 0x00080016;
    public static final int SOPInstanceUID = 0x00080018;
    public static final int StudyDate = 0x00080020;
    public static final int SeriesDate = 0x00080021;
    public static final int AcquisitionDate = 0x00080022;
    public static final int ContentDate = 0x00080023;
    public static final int AcquisitionDateTime = 0x0008002a;
    public static final int StudyTime = 0x00080030;
    public static final int SeriesTime = 0x00080031;
    public static final int AcquisitionTime = 0x00080032;
    public static final int ContentTime = 0x00080033;
    public static final int AccessionNumber = 0x00080050;
    public static final int IssuerOfAccessionNumberSequence = 0x00080051;
    public static final int QueryRetrieveLevel = 0x00080052;
    public static final int RetrieveAETitle = 0x00080054;
    public static final int Modality = 0x00080060;
    public static final int ModalitiesInStudy = 0x00080061;
    public static final int ConversionType = 0x00080064;
    public static final int PresentationIntentType = 0x00080068;
    public static final int Manufacturer = 0x00080070;
    public static final int InstitutionName = 0x00080080;
    public static final int InstitutionAddress = 0x00080081;
    public static final int ReferringPhysicianName = 0x00080090;
    public static final int CodeValue = 0x00080100;
    public static final int CodingSchemeDesignator = 0x00080102;
    public static final int CodingSchemeVersion = 0x00080103;
    public static final int CodeMeaning = 0x00080104;
    public static final int LongCodeValue = 0x00080119;
    public static final int URNCodeValue = 0x00080120;
    public static final int MappingResource = 0x00080105;
    public static final int ContextGroupVersion = 0x00080106;
    public static final int ContextIdentifier = 0x0008010f;
    public static final int ContextUID = 0x00080117;
    public static final int TimezoneOffsetFromUTC = 0x00080201;
    public static final int StationName = 0x00081010;
    public static final int StudyDescription = 0x00081030;
    public static final int ProcedureCodeSequence = 0x00081032;
    public static final int SeriesDescription = 0x0008103e;
    public static final int SeriesDescriptionCodeSequence = 0x0008103f;
    public static final int InstitutionalDepartmentName = 0x00081040;
    public static final int PhysiciansOfRecord = 0x00081048;
    public static final int PerformingPhysicianName = 0x00081050;
    public static final int OperatorsName = 0x00081070;
    public static final int AdmittingDiagnosesDescription = 0x00081080;
    public static final int ManufacturerModelName = 0x00081090;
    public static final int ReferencedStudySequence = 0x00081110;
    public static final int ReferencedPerformedProcedureStepSequence = 0x00081111;
    public static final int ReferencedSeriesSequence = 0x00081115;
    public static final int ReferencedPatientSequence = 0x00081120;
    public static final int ReferencedInstanceSequence = 0x0008114a;
    public static final int ReferencedImageSequence = 0x00081140;
    public static final int ReferencedSOPClassUID = 0x00081150;
    public static final int ReferencedSOPInstanceUID = 0x00081155;
    public static final int ReferencedFrameNumber = 0x00081160;
    public static final int FailedSOPSequence = 0x00081198;
    public static final int FailureReason = 0x00081197;
    public static final int TransactionUID = 0x00081195;
    public static final int ReferencedSOPSequence = 0x00081199;
    public static final int DerivationDescription = 0x00082111;
    public static final int SourceImageSequence = 0x00082112;
    public static final int IrradiationEventUID = 0x00083010;
    public static final int AnatomicRegionSequence = 0x00082218;
    public static final int AnatomicRegionModifierSequence = 0x00082220;
    public static final int PrimaryAnatomicStructureSequence = 0x00082228;
    public static final int DerivationCodeSequence = 0x00089215;
    public static final int PurposeOfReferenceCodeSequence = 0x0040a170;
    public static final int ReferencedRawDataSequence = 0x00089121;

    // Patient
    public static final int PatientName = 0x00100010;
    public static final int PatientID = 0x00100020;
    public static final int IssuerOfPatientID = 0x00100021;
    public static final int TypeOfPatientID = 0x00100022;
    public static final int IssuerOfPatientIDQualifiersSequence = 0x00100024;
    public static final int PatientBirthDate = 0x00100030;
    public static final int PatientBirthTime = 0x00100032;
    public static final int PatientSex = 0x00100040;
    public static final int OtherPatientIDs = 0x00101000;
    public static final int OtherPatientIDsSequence = 0x00101002;
    public static final int OtherPatientNames = 0x00101001;
    public static final int PatientAge = 0x00101010;
    public static final int PatientSize = 0x00101020;
    public static final int PatientWeight = 0x00101030;
    public static final int EthnicGroup = 0x00102160;
    public static final int PregnancyStatus = 0x001021c0;
    public static final int AdditionalPatientHistory = 0x001021b0;
    public static final int PatientComments = 0x00104000;
    public static final int PatientIdentityRemoved = 0x00120062;
    public static final int DeidentificationMethod = 0x00120063;

    // Acquisition
    public static final int ContrastBolusAgent = 0x00180010;
    public static final int BodyPartExamined = 0x00180015;
    public static final int KVP = 0x00180060;
    public static final int DeviceSerialNumber = 0x00181000;
    public static final int SecondaryCaptureDeviceManufacturer = 0x00181016;
    public static final int SecondaryCaptureDeviceManufacturerModelName = 0x00181018;
    public static final int SecondaryCaptureDeviceSoftwareVersions = 0x00181019;
    public static final int DateOfSecondaryCapture = 0x00181012;
    public static final int TimeOfSecondaryCapture = 0x00181014;
    public static final int SoftwareVersions = 0x00181020;
    public static final int DeviceUID = 0x00181002;
    public static final int ProtocolName = 0x00181030;
    public static final int SpatialResolution = 0x00181050;
    public static final int ContributingEquipmentSequence = 0x0018a001;
    public static final int ContributionDateTime = 0x0018a002;
    public static final int ContributionDescription = 0x0018a003;
    public static final int DistanceSourceToDetector = 0x00181110;
    public static final int DistanceSourceToPatient = 0x00181111;
    public static final int ExposureTime = 0x00181150;
    public static final int XRayTubeCurrent = 0x00181151;
    public static final int Exposure = 0x00181152;
    public static final int ExposureInuAs = 0x00181153;
    public static final int ImagerPixelSpacing = 0x00181164;
    public static final int Grid = 0x00181166;
    public static final int GeneratorPower = 0x00181170;
    public static final int CollimatorGridName = 0x00181180;
    public static final int FocalSpots = 0x00181190;
    public static final int DateOfLastCalibration = 0x00181200;
    public static final int PlateType = 0x00181260;
    public static final int CassetteOrientation = 0x00181402;
    public static final int AcquisitionDeviceProcessingDescription = 0x00181400;
    public static final int AcquisitionDeviceProcessingCode = 0x00181401;
    public static final int RelativeXRayExposure = 0x00181405;
    public static final int ExposureIndex = 0x00181411;
    public static final int TargetExposureIndex = 0x00181412;
    public static final int DeviationIndex = 0x00181413;
    public static final int PatientPosition = 0x00185100;
    public static final int ViewPosition = 0x00185101;
    public static final int DetectorType = 0x00187004;
    public static final int DetectorDescription = 0x00187006;
    public static final int DetectorID = 0x0018700a;

    // Relationship
    public static final int StudyInstanceUID = 0x0020000d;
    public static final int SeriesInstanceUID = 0x0020000e;
    public static final int StudyID = 0x00200010;
    public static final int SeriesNumber = 0x00200011;
    public static final int AcquisitionNumber = 0x00200012;
    public static final int InstanceNumber = 0x00200013;
    public static final int PatientOrientation = 0x00200020;
    public static final int FrameOfReferenceUID = 0x00200052;
    public static final int Laterality = 0x00200060;
    public static final int ImageLaterality = 0x00200062;
    public static final int ImageComments = 0x00204000;

    // Image pixels and presentation
    public static final int SamplesPerPixel = 0x00280002;
    public static final int PhotometricInterpretation = 0x00280004;
    public static final int PlanarConfiguration = 0x00280006;
    public static final int NumberOfFrames = 0x00280008;
    public static final int Rows = 0x00280010;
    public static final int Columns = 0x00280011;
    public static final int PixelSpacing = 0x00280030;
    public static final int PixelAspectRatio = 0x00280034;
    public static final int BitsAllocated = 0x00280100;
    public static final int BitsStored = 0x00280101;
    public static final int HighBit = 0x00280102;
    public static final int PixelRepresentation = 0x00280103;
    public static final int SmallestImagePixelValue = 0x00280106;
    public static final int LargestImagePixelValue = 0x00280107;
    public static final int PixelPaddingValue = 0x00280120;
    public static final int PixelPaddingRangeLimit = 0x00280121;
    public static final int QualityControlImage = 0x00280300;
    public static final int BurnedInAnnotation = 0x00280301;
    public static final int RecognizableVisualFeatures = 0x00280302;
    public static final int PixelSpacingCalibrationType = 0x00280a02;
    public static final int PixelIntensityRelationship = 0x00281040;
    public static final int PixelIntensityRelationshipSign = 0x00281041;
    public static final int WindowCenter = 0x00281050;
    public static final int WindowWidth = 0x00281051;
    public static final int RescaleIntercept = 0x00281052;
    public static final int RescaleSlope = 0x00281053;
    public static final int RescaleType = 0x00281054;
    public static final int WindowCenterWidthExplanation = 0x00281055;
    public static final int VOILUTFunction = 0x00281056;
    public static final int LossyImageCompression = 0x00282110;
    public static final int LossyImageCompressionRatio = 0x00282112;
    public static final int LossyImageCompressionMethod = 0x00282114;
    public static final int ModalityLUTSequence = 0x00283000;
    public static final int LUTDescriptor = 0x00283002;
    public static final int LUTExplanation = 0x00283003;
    public static final int ModalityLUTType = 0x00283004;
    public static final int LUTData = 0x00283006;
    public static final int VOILUTSequence = 0x00283010;
    public static final int RedPaletteColorLookupTableDescriptor = 0x00281101;
    public static final int GreenPaletteColorLookupTableDescriptor = 0x00281102;
    public static final int BluePaletteColorLookupTableDescriptor = 0x00281103;

    // Procedure
    public static final int RequestingPhysician = 0x00321032;
    public static final int RequestingService = 0x00321033;
    public static final int RequestedProcedureDescription = 0x00321060;
    public static final int RequestedProcedureCodeSequence = 0x00321064;
    public static final int ScheduledProcedureStepDescription = 0x00400007;
    public static final int ScheduledProcedureStepID = 0x00400009;
    public static final int PerformedProcedureStepStartDate = 0x00400244;
    public static final int PerformedProcedureStepStartTime = 0x00400245;
    public static final int PerformedProcedureStepID = 0x00400253;
    public static final int PerformedProcedureStepDescription = 0x00400254;
    public static final int PerformedProtocolCodeSequence = 0x00400260;
    public static final int RequestAttributesSequence = 0x00400275;
    public static final int AcquisitionContextSequence = 0x00400555;
    public static final int RequestedProcedureID = 0x00401001;
    public static final int PerformedProcedureCodeSequence = 0x0040a372;

    // Content (structured reports)
    public static final int ConceptNameCodeSequence = 0x0040a043;
    public static final int MeasurementUnitsCodeSequence = 0x004008ea;
    public static final int ConceptCodeSequence = 0x0040a168;
    public static final int ValueType = 0x0040a040;
    public static final int DateTime = 0x0040a120;
    public static final int Date = 0x0040a121;
    public static final int Time = 0x0040a122;
    public static final int PersonName = 0x0040a123;
    public static final int UID = 0x0040a124;
    public static final int TextValue = 0x0040a160;
    public static final int TextString = 0x20300020;
    public static final int FloatingPointValue = 0x0040a161;
    public static final int NumericValue = 0x0040a30a;
    public static final int MeasuredValueSequence = 0x0040a300;
    public static final int NumericValueQualifierCodeSequence = 0x0040a301;
    public static final int RelationshipType = 0x0040a010;
    public static final int ContinuityOfContent = 0x0040a050;
    public static final int ContentSequence = 0x0040a730;
    public static final int ContentTemplateSequence = 0x0040a504;
    public static final int TemplateIdentifier = 0x0040db00;
    public static final int MappingResourceUID = 0x00080118;
    public static final int CompletionFlag = 0x0040a491;
    public static final int CompletionFlagDescription = 0x0040a492;
    public static final int VerificationFlag = 0x0040a493;
    public static final int PreliminaryFlag = 0x0040a496;
    public static final int VerifyingObserverSequence = 0x0040a073;
    public static final int CurrentRequestedProcedureEvidenceSequence = 0x0040a375;
    public static final int PertinentOtherEvidenceSequence = 0x0040a385;
    public static final int ReferencedRequestSequence = 0x0040a370;
    public static final int ObservationDateTime = 0x0040a032;
    public static final int ObservationUID = 0x0040a171;
    public static final int ReferencedContentItemIdentifier = 0x0040db73;
    public static final int GraphicData = 0x00700022;
    public static final int GraphicType = 0x00700023;
    public static final int PixelOriginInterpretation = 0x00480301;
    public static final int ReferencedFrameOfReferenceUID = 0x30060024;
    public static final int ContentLabel = 0x00700080;
    public static final int ContentDescription = 0x00700081;
    public static final int ContentCreatorName = 0x00700084;
    public static final int DocumentTitle = 0x00420010;
    public static final int MIMETypeOfEncapsulatedDocument = 0x00420012;
    public static final int EncapsulatedDocument = 0x00420011;
    public static final int EncapsulatedDocumentLength = 0x00420015;
    public static final int ViewCodeSequence = 0x00540220;
    public static final int ViewModifierCodeSequence = 0x00540222;
    public static final int PlacerOrderNumberImagingServiceRequest = 0x00402016;
    public static final int FillerOrderNumberImagingServiceRequest = 0x00402017;

    // Presentation
    public static final int PresentationLUTShape = 0x20500020;
    public static final int PresentationLUTSequence = 0x20500010;
    public static final int GraphicAnnotationSequence = 0x00700001;
    public static final int GraphicLayer = 0x00700002;
    public static final int DisplayedAreaSelectionSequence = 0x0070005a;
    public static final int ICCProfile = 0x00282000;

    // Storage commitment, performed procedure and others a gateway passes
    public static final int AffectedSOPInstanceUID = 0x00001000;

    // Overlays and pixel data
    public static final int OverlayRows = 0x60000010;
    public static final int OverlayColumns = 0x60000011;
    public static final int OverlayType = 0x60000040;
    public static final int OverlayOrigin = 0x60000050;
    public static final int OverlayBitsAllocated = 0x60000100;
    public static final int OverlayBitPosition = 0x60000102;
    public static final int OverlayData = 0x60003000;
    public static final int FloatPixelData = 0x7fe00008;
    public static final int DoubleFloatPixelData = 0x7fe00009;
    public static final int PixelData = 0x7fe00010;
    public static final int DataSetTrailingPadding = 0xfffcfffc;
    public static final int WaveformSequence = 0x54000100;

    private static final int PRIVATE_CREATOR_FIRST = 0x0010;
    private static final int PRIVATE_CREATOR_LAST = 0x00ff;

    private Tag() {}

    /** The keyword of a tag, or {@code (gggg,eeee)} when it is none of ours. */
    public static String keywordOf(int tag) {
        return ElementDictionary.find(tag).map(ElementDictionary.Entry::keyword).orElseGet(() -> toString(tag));
    }

    /** The tag of a keyword such as {@code PatientName}. */
    public static OptionalInt forKeyword(String keyword) {
        return ElementDictionary.tagOf(keyword);
    }

    /** {@code (gggg,eeee)}, as people write tags. */
    public static String toString(int tag) {
        return "(%04x,%04x)".formatted(tag >>> 16, tag & 0xffff);
    }

    public static int groupOf(int tag) {
        return tag >>> 16;
    }

    public static int elementOf(int tag) {
        return tag & 0xffff;
    }

    public static boolean isGroupLength(int tag) {
        return elementOf(tag) == 0;
    }

    public static boolean isPrivate(int tag) {
        return (groupOf(tag) & 1) == 1;
    }

    /** Whether the element names who owns a block of private elements (PS3.5 section 7.8.1). */
    public static boolean isPrivateCreator(int tag) {
        return isPrivate(tag) && elementOf(tag) >= PRIVATE_CREATOR_FIRST && elementOf(tag) <= PRIVATE_CREATOR_LAST;
    }
}
