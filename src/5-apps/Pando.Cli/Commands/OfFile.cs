using Pando.Api.Problems;
using Pando.Api.Routes;

namespace Pando.Cli.Commands;

/// <summary>Says of a problem which file it is in: pandod knows only the text.</summary>
internal static class OfFile
{
    public static async Task<T> AskAsync<T>(string path, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (PandoProblemException e)
        {
            throw new PandoProblemException(e.Problem with { Instance = path });
        }
    }

    /// <summary>The file that a problem is in; null where it is the request's.</summary>
    public static string? PathIn(Problem problem) =>
        problem.Instance is { Length: > 0 } instance && !instance.StartsWith(ApiRoutes.Prefix, StringComparison.Ordinal) ? instance : null;

    /// <summary>An upload's problem, told of the file that was sent: pandod knows only its own copy.</summary>
    public static async Task<T> SentAsync<T>(string path, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (PandoProblemException e) when (e.Problem.Facts?.GetValueOrDefault("source") is { Length: > 0 } copy)
        {
            var facts = e.Problem.Facts.ToDictionary(fact => fact.Key, fact => fact.Key is "source" ? path : fact.Value, StringComparer.Ordinal);
            throw new PandoProblemException(e.Problem with { Facts = facts, Detail = e.Problem.Detail?.Replace(copy, path, StringComparison.Ordinal) });
        }
    }
}
