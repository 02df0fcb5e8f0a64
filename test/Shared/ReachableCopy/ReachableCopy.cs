namespace Pando.Testing;

/// <summary>Programs for tests that run them as a user without rights: where they are built may be closed to others.</summary>
internal static class ReachableCopy
{
    private const UnixFileMode ForAll = (UnixFileMode)0b111_101_101;

    /// <summary>Copies the program with all that lies beside it into a folder that everybody may read, and answers the copy.</summary>
    public static string Of(string program, string folder)
    {
        string from = Path.GetDirectoryName(program)!;
        Directory.CreateDirectory(folder, ForAll);
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!, ForAll);
            File.Copy(file, copy);
            File.SetUnixFileMode(copy, ForAll);
        }

        return Path.Combine(folder, Path.GetFileName(program));
    }
}
