package io.offtake.projection.shipment;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.stat.StatUtils;

/// Least squares by their normal equations.
final class Least {

  private static final double NOTHING = 1e-9;

  private Least() {}

  /// The solution of a positive definite system; zero where it is degenerate, as it is for flows that never move.
  ///
  /// @param matrix  is changed
  static double[] solve(double[][] matrix, double[] right) {
    double largest = 0;
    for (int i = 0; i < right.length; i++) {
      largest = Math.max(largest, matrix[i][i]);
    }
    if (!(largest > NOTHING)) {
      return new double[right.length];
    }
    for (int i = 0; i < right.length; i++) {
      matrix[i][i] += NOTHING * largest;
    }
    return new CholeskyDecomposition(new Array2DRowRealMatrix(matrix, false), NOTHING, 0)
        .getSolver().solve(new ArrayRealVector(right, false)).toArray();
  }

  /// The two coefficients of a second-order autoregression around zero, shrunk by a ridge of twice the variance.
  static double[] autoregression(double[] rest) {
    double ridge = 2 * StatUtils.populationVariance(rest);
    double first = 0;
    double second = 0;
    double cross = 0;
    double withFirst = 0;
    double withSecond = 0;
    for (int i = 2; i < rest.length; i++) {
      first += rest[i - 1] * rest[i - 1];
      second += rest[i - 2] * rest[i - 2];
      cross += rest[i - 1] * rest[i - 2];
      withFirst += rest[i] * rest[i - 1];
      withSecond += rest[i] * rest[i - 2];
    }
    return solve(new double[][] {{first + ridge, cross}, {cross, second + ridge}},
        new double[] {withFirst, withSecond});
  }
}
