namespace Pando.Cli.Installing;

/// <summary>
/// A path inside another option's value, where no shell has expanded <c>~</c>, and which pandod, somewhere else, can only
/// understand in full.
/// </summary>
internal static class HomePath
{
    public static string Of(string path) => path.StartsWith("~/", StringComparison.Ordinal)
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..])
        : Path.GetFullPath(path);
}
