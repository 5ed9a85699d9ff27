package org.balancehead.model.evaluation;

/** Hears how far an evaluation is. */
public interface EvaluationProgress {
    /**
     * So many are done.
     *
     * @param unit what is counted, in the plural; another one than before begins a new count
     */
    void show(String unit, int done, int total);
}
