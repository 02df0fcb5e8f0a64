using Pando.Api.Problems;

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
        catch (PandoProblemException e) when (e.Problem.Line is not null)
        {
            throw new PandoProblemException(e.Problem with { Instance = path });
        }
    }
}
