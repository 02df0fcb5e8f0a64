namespace Pando.Cli.Completion;

/// <summary>A word that may stand here, and what it is.</summary>
internal sealed record Candidate(string Word, string? Help = null)
{
    /// <summary>Tells the shell to complete file names itself.</summary>
    public static readonly Candidate Files = new(":files");
}
