using System.Text.Json;
using System.Text.Json.Nodes;
using Pando.Model.Domains;
using Pando.Qemu.HotPlug;

namespace Pando.Qemu.Arguments;

/// <summary>
/// The paths that a QEMU of these arguments opens by itself: every absolute path that stands in them. They are found here,
/// not told by each kind of device, so that none can be forgotten when a kind is added.
/// </summary>
public static class OpenedPaths
{
    private const string DescriptorSet = "-add-fd";

    /// <summary>What people named, and what the guest's kernel is told: no path of the host. A set of descriptors carries its file's path as a note.</summary>
    private static readonly HashSet<string> NoPaths = new(StringComparer.Ordinal) { "-append", "-name", "-smbios", "-uuid", "-sandbox", "-msg", DescriptorSet };

    private static readonly HashSet<string> OnlyRead = new(StringComparer.Ordinal)
    {
        "-kernel", "-initrd", "-shim", "-dtb", "-bios", "-L", "-option-rom", "-acpitable", "-fw_cfg", "-readconfig",
    };

    /// <summary>Objects whose files hold secrets or randomness, never what QEMU writes.</summary>
    private static readonly string[] OnlyReadObjects = ["tls-creds", "secret", "rng-random", "authz"];

    /// <summary>Each path once.</summary>
    public static IReadOnlyList<GuestPath> Of(IEnumerable<QemuArgument> arguments) =>
        [
            .. arguments.Where(static argument => argument.Value is not null && !NoPaths.Contains(argument.Option))
                .SelectMany(Of)
                .Where(static found => IsPath(found.Path))
                .GroupBy(static found => found.Path, StringComparer.Ordinal)
                .Select(static same => new GuestPath(same.Key, same.Aggregate(GuestPathAccess.Read, static (all, one) => all | one.Access))),
        ];

    /// <summary>The files that QEMU is handed open as sets of descriptors, and never opens by their names.</summary>
    public static IReadOnlyList<string> Handed(IEnumerable<QemuArgument> arguments) =>
        [
            .. arguments.Where(static argument => argument.Option == DescriptorSet)
                .Select(static argument => KeyValues.Of(argument.Value!).GetValueOrDefault("opaque", string.Empty))
                .Where(IsPath)
                .Distinct(StringComparer.Ordinal),
        ];

    private static IEnumerable<GuestPath> Of(QemuArgument argument)
    {
        string value = argument.Value!;
        if (!value.StartsWith('{'))
        {
            GuestPathAccess access = AccessOf(argument.Option, value);
            return Words(value).Select(word => new GuestPath(word, access));
        }

        JsonNode node = JsonNode.Parse(value)!;
        return Strings(node).Select(text => new GuestPath(text, AccessOf(argument.Option, (string?)node["qom-type"] ?? string.Empty)));
    }

    private static GuestPathAccess AccessOf(string option, string type) =>
        OnlyRead.Contains(option) || (option == "-object" && OnlyReadObjects.Any(name => type.StartsWith(name, StringComparison.Ordinal)))
            ? GuestPathAccess.Read
            : GuestPathAccess.Read | GuestPathAccess.Write;

    /// <summary>Values of <c>key=value,…</c>, where a comma in a value is doubled, also behind a scheme: <c>unix:/run/x</c>.</summary>
    private static IEnumerable<string> Words(string value)
    {
        foreach (string part in value.Replace(",,", "\0", StringComparison.Ordinal).Split(','))
        {
            string word = part.Replace('\0', ',');
            int slash = word.IndexOf('/', StringComparison.Ordinal);
            if (slash == 0 || (slash > 0 && word[slash - 1] is '=' or ':'))
            {
                yield return word[slash..];
            }
        }
    }

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject all => all.SelectMany(static pair => Strings(pair.Value)),
        JsonArray all => all.SelectMany(Strings),
        JsonValue one when one.GetValueKind() == JsonValueKind.String => [one.GetValue<string>()],
        _ => [],
    };

    // Two slashes begin what follows a scheme: http://… And a descriptor's number means QEMU's own descriptor: here it would be another's.
    private static bool IsPath(string text) =>
        text.StartsWith('/') && text.Length > 1 && text[1] != '/'
        && !text.StartsWith("/dev/fdset/", StringComparison.Ordinal) && !text.StartsWith("/proc/self/fd/", StringComparison.Ordinal);
}
