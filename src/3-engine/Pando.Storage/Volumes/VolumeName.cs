using System.Text;
using Pando.Model.Errors;

namespace Pando.Storage.Volumes;

/// <summary>What a volume or image may be called: one entry of a directory that is neither hidden nor mistaken for an option.</summary>
internal static class VolumeName
{
    // A file name has 255 bytes; while it is made it bears its maker's name too.
    private const int LongestBytes = 180;

    /// <exception cref="CallerException"><c>storage.bad-name</c>.</exception>
    public static string Check(string name) => Check(name, ErrorCodes.Storage.BadName);

    /// <exception cref="CallerException">With the given code.</exception>
    public static string Check(string name, ErrorCode code) =>
        Reason(name) is { } reason ? throw new CallerException(code, ("name", Shown(name)), ("reason", reason)) : name;

    private static string? Reason(string name)
    {
        if (name.Length == 0)
        {
            return "it is empty";
        }
        if (Encoding.UTF8.GetByteCount(name) > LongestBytes)
        {
            return $"it is longer than {LongestBytes} bytes";
        }
        if (name[0] is '.' or '-')
        {
            return $"it begins with '{name[0]}'";
        }
        var wrong = name.FirstOrDefault(static c => c is '/' or '\\' or '"' or '\'' or ':' or ',' || char.IsControl(c) || char.IsSurrogate(c));
        return wrong switch
        {
            '\0' when !name.Contains('\0', StringComparison.Ordinal) => null,
            _ when char.IsControl(wrong) || char.IsSurrogate(wrong) => "it holds a character that cannot be shown",
            _ => $"it holds '{wrong}'",
        };
    }

    private static string Shown(string name) =>
        string.Concat(name.Take(64).Select(static c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
}
