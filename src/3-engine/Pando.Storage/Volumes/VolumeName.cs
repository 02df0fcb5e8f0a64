using System.Text;
using Pando.Model.Errors;

namespace Pando.Storage.Volumes;

/// <summary>What a volume or image may be called: one entry of a directory that is neither hidden nor mistaken for an option.</summary>
internal static class VolumeName
{
    // A file name has 255 bytes; while it is made it bears its maker's name too.
    private const int LongestBytes = 180;

    /// <summary>Whether something may be called that.</summary>
    public static bool IsValid(string name) => Fault(name) is null;

    /// <exception cref="CallerException"><c>storage.bad-name</c>.</exception>
    public static string Check(string name) => Check(name, ErrorCodes.Storage.BadName);

    /// <exception cref="CallerException">With the given code.</exception>
    public static string Check(string name, ErrorCode code) =>
        Fault(name) is { } reason ? throw new CallerException(code, reason.With(("name", Shown(name)))) : name;

    private static Reason? Fault(string name)
    {
        if (name.Length == 0)
        {
            return new Reason("name-empty");
        }
        if (Encoding.UTF8.GetByteCount(name) > LongestBytes)
        {
            return new Reason("name-long", ("limit", $"{LongestBytes}"));
        }
        if (name[0] is '.' or '-')
        {
            return new Reason("name-begins", ("character", $"{name[0]}"));
        }
        var wrong = name.FirstOrDefault(static c => c is '/' or '\\' or '"' or '\'' or ':' or ',' || char.IsControl(c) || char.IsSurrogate(c));
        return wrong switch
        {
            '\0' when !name.Contains('\0', StringComparison.Ordinal) => null,
            _ when char.IsControl(wrong) || char.IsSurrogate(wrong) => new Reason("name-unprintable"),
            _ => new Reason("name-holds", ("character", $"{wrong}")),
        };
    }

    private static string Shown(string name) =>
        string.Concat(name.Take(64).Select(static c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
}
