using System.Globalization;
using Pando.Model.Errors;

namespace Pando.Domains;

/// <summary>How the stream of a saved machine is packed. The numbers stand in the file.</summary>
public enum SaveCompression
{
    /// <summary>Not at all.</summary>
    Raw = 0,

    /// <summary>gzip(1).</summary>
    Gzip = 1,

    /// <summary>bzip2(1).</summary>
    Bzip2 = 2,

    /// <summary>xz(1).</summary>
    Xz = 3,

    /// <summary>lzop(1).</summary>
    Lzop = 4,

    /// <summary>zstd(1).</summary>
    Zstd = 5,
}

/// <summary>The programs behind <see cref="SaveCompression"/>, under the arguments that libvirt gives them.</summary>
internal static class SaveCompressions
{
    private const string SearchPath = "/usr/bin:/bin:/usr/local/bin";

    public static string Word(this SaveCompression compression) => compression.ToString().ToLowerInvariant();

    /// <summary>Null for a word that is none.</summary>
    public static SaveCompression? Of(string word) =>
        Enum.GetValues<SaveCompression>().Where(one => one.Word() == word).Select(one => (SaveCompression?)one).FirstOrDefault();

    public static IReadOnlyList<string> PackArguments(this SaveCompression compression) => compression switch
    {
        // Its usual effort takes minutes a gigabyte.
        SaveCompression.Xz => ["-c", "-3"],
        _ => ["-c"],
    };

    public static IReadOnlyList<string> UnpackArguments(this SaveCompression compression) => compression switch
    {
        // It warns of a time stamp that a pipe does not have, and calls that a failure.
        SaveCompression.Lzop => ["-dc", "--ignore-warn"],
        _ => ["-dc"],
    };

    /// <summary>Where the program is. Throws <c>save.program-missing</c> with the package that has it.</summary>
    public static string Program(this SaveCompression compression)
    {
        var name = compression.Word();
        return SearchPath.Split(':').Select(folder => Path.Join(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new CallerException(ErrorCodes.Save.ProgramMissing, ("format", name), ("program", name), ("package", compression == SaveCompression.Xz ? "xz-utils" : name));
    }

    public static SaveCompression Known(uint number, string path) => number <= (uint)SaveCompression.Zstd
        ? (SaveCompression)number
        : throw SaveFailures.Damaged(path, "format", ("format", number.ToString(CultureInfo.InvariantCulture)));
}
