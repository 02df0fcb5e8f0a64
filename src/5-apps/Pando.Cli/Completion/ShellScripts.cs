namespace Pando.Cli.Completion;

/// <summary>The scripts of <c>pando completion</c>: embedded files, one a shell.</summary>
internal static class ShellScripts
{
    public static readonly IReadOnlyList<string> Names = ["bash", "zsh", "fish"];

    /// <summary>The script, or null for a shell that there is none for.</summary>
    public static string? Of(string shell)
    {
        if (!Names.Contains(shell, StringComparer.Ordinal))
        {
            return null;
        }
        using var stream = typeof(ShellScripts).Assembly.GetManifestResourceStream($"completion.{shell}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
