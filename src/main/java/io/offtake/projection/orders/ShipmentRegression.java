package io.offtake.projection.orders;

import java.util.List;
import java.util.function.Function;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/// A ridge regression of what ships in a window on what is known before it, on the square-root scale.
///
/// @param regressors  what it is told
/// @param coefficients  the constant first
record ShipmentRegression(Regressors regressors, RealVector coefficients) {

  /// What a regression is told.
  enum Regressors {
    /// The trailing pace of 4, 8 and 26 weeks, by ordinary least squares: what orders have to beat.
    PACE(situation -> new ArrayRealVector(new double[] {1}).append(new ArrayRealVector(situation.pace())), 1e-6),
    /// Likewise with orders and net sales.
    PACE_AND_ORDERS(situation -> new ArrayRealVector(new double[] {1})
        .append(new ArrayRealVector(situation.pace()))
        .append(new ArrayRealVector(situation.orders())), 1);

    /// Keeps the normal equations solvable when a regressor never moves.
    private static final double SOLVABLE = 1e-9;

    private final Function<Situation, RealVector> row;
    private final double ridge;

    Regressors(Function<Situation, RealVector> row, double ridge) {
      this.row = row;
      this.ridge = ridge;
    }

    private RealVector row(Situation situation) {
      return row.apply(situation);
    }
  }

  /// @param past  situations of one horizon with known outcomes, at least one
  static ShipmentRegression fit(Regressors regressors, List<Situation> past) {
    int columns = regressors.row(past.getFirst()).getDimension();
    RealMatrix design = new Array2DRowRealMatrix(past.size(), columns);
    RealVector responses = new ArrayRealVector(past.size());
    for (int i = 0; i < past.size(); i++) {
      design.setRowVector(i, regressors.row(past.get(i)));
      responses.setEntry(i, past.get(i).response());
    }
    RealMatrix transposed = design.transpose();
    RealMatrix normal = transposed.multiply(design);
    for (int i = 0; i < columns; i++) {
      normal.addToEntry(i, i, i == 0 ? Regressors.SOLVABLE : regressors.ridge);
    }
    // The third argument only bounds what counts as a zero pivot: a regressor that never moves is left to the ridge.
    var decomposition = new CholeskyDecomposition(normal, 1e-6, 1e-14);
    return new ShipmentRegression(regressors, decomposition.getSolver().solve(transposed.operate(responses)));
  }

  /// What is to be expected, never below zero, on the scale of the regression.
  double response(Situation situation) {
    return Math.max(0, coefficients.dotProduct(regressors.row(situation)));
  }
}
