namespace Pando.Cli.Commands;

/// <summary>A file that pandod reads or writes: named by its whole path, for pandod stands elsewhere.</summary>
internal static class HostFile
{
    public static string Of(string path) => Path.GetFullPath(path);

    /// <summary>The text of a file that is read here; null where none is named.</summary>
    public static async Task<string?> TextAsync(Run run, string? path) => path is null ? null : await InputFile.ReadTextAsync(run, path);
}
