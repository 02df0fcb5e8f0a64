namespace Pando.Api.Problems;

/// <summary>pandod answered with a problem.</summary>
public sealed class PandoProblemException(Problem problem) : Exception(problem.Detail ?? problem.Title ?? problem.Code)
{
    /// <summary>What it said.</summary>
    public Problem Problem { get; } = problem;
}
