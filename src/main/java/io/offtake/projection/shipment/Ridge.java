package io.offtake.projection.shipment;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/// A weighted least squares regression that is shrunk towards coefficients thought of before.
final class Ridge {

  private final double[] prior;
  private final double[][] gram;
  private final double[] right;

  /// @param prior  the coefficients before anything is learnt
  Ridge(double[] prior) {
    this.prior = prior.clone();
    this.gram = new double[prior.length][prior.length];
    this.right = new double[prior.length];
  }

  void add(double[] row, double value, double weight) {
    double rest = value;
    for (int j = 0; j < row.length; j++) {
      rest -= prior[j] * row[j];
    }
    for (int j = 0; j < row.length; j++) {
      double weighted = weight * row[j];
      right[j] += weighted * rest;
      for (int k = 0; k <= j; k++) {
        gram[j][k] += weighted * row[k];
      }
    }
  }

  void add(Ridge other) {
    add(other, 1);
  }

  /// What is left without what `part` was told, which was told here too.
  Ridge without(Ridge part) {
    var rest = new Ridge(prior);
    rest.add(this, 1);
    rest.add(part, -1);
    return rest;
  }

  private void add(Ridge other, int sign) {
    for (int j = 0; j < right.length; j++) {
      right[j] += sign * other.right[j];
      for (int k = 0; k <= j; k++) {
        gram[j][k] += sign * other.gram[j][k];
      }
    }
  }

  /// The coefficients.
  ///
  /// @param ridge  how strongly each is held to the one before, positive
  double[] solve(double[] ridge) {
    double[][] matrix = new double[right.length][right.length];
    for (int j = 0; j < right.length; j++) {
      for (int k = 0; k <= j; k++) {
        matrix[j][k] = gram[j][k];
        matrix[k][j] = gram[j][k];
      }
      matrix[j][j] += ridge[j];
    }
    double[] coefficients = new CholeskyDecomposition(new Array2DRowRealMatrix(matrix, false))
        .getSolver().solve(new ArrayRealVector(right)).toArray();
    for (int j = 0; j < coefficients.length; j++) {
      coefficients[j] += prior[j];
    }
    return coefficients;
  }
}
