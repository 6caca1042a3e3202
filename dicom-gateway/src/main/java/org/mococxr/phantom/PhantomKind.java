package org.mococxr.phantom;

/** What a phantom film shows. */
public enum PhantomKind {
    /** Frontal chest without either finding. */
    NORMAL(true, false, false),
    /** Frontal chest with fluid in one or both costophrenic angles. */
    EFFUSION(true, true, false),
    /** Frontal chest with patchy upper-zone infiltrates, often with a cavity. */
    TB_LIKE(true, false, true),
    /** Frontal chest with both findings. */
    EFFUSION_AND_TB(true, true, true),
    /** Lateral chest: a frontal model must not score it. */
    LATERAL(false, false, false),
    /** Axial CT slice: not a chest film at all. */
    CT_SLICE(false, false, false),
    /** Coronal CT reconstruction: shows lungs from the front, and is no film either. */
    CORONAL_CT(false, false, false);

    private final boolean frontal;
    private final boolean effusion;
    private final boolean tuberculosis;

    PhantomKind(boolean frontal, boolean effusion, boolean tuberculosis) {
        this.frontal = frontal;
        this.effusion = effusion;
        this.tuberculosis = tuberculosis;
    }

    /** Whether the film is a frontal chest projection, the only kind a screening model may score. */
    public boolean isFrontal() {
        return frontal;
    }

    /** Whether values are Hounsfield units, not what a detector saw behind the patient. */
    boolean isSlice() {
        return this == CT_SLICE || this == CORONAL_CT;
    }

    public boolean hasEffusion() {
        return effusion;
    }

    public boolean hasTuberculosis() {
        return tuberculosis;
    }
}
