using Pando.Model.Errors;

namespace Pando.Rest.Endpoints.Agents;

/// <summary>What can be asked of a guest, in the words of <c>?types=</c>.</summary>
internal static class GuestInfoTypes
{
    public const string Users = "users";
    public const string Os = "os";
    public const string Timezone = "timezone";
    public const string Hostname = "hostname";
    public const string Filesystem = "filesystem";
    public const string Disk = "disk";
    public const string Interface = "interface";
    public const string Load = "load";

    /// <summary>All of them, in the order they are told.</summary>
    public static readonly IReadOnlyList<string> All = [Users, Os, Timezone, Hostname, Filesystem, Disk, Interface, Load];

    /// <summary>Those of a list; null: all. Throws <c>request.invalid</c> for another word.</summary>
    public static IReadOnlyList<string> Read(string? list)
    {
        var words = list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? All;
        return words.FirstOrDefault(word => !All.Contains(word, StringComparer.Ordinal)) is { } unknown
            ? throw new CallerException(ErrorCodes.Request.Invalid, ("what", "types"), ("reason", $"{unknown} ({string.Join(", ", All)})"))
            : words;
    }
}
