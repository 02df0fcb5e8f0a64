using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Pools;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Pools;

/// <summary>The <c>permissions</c> element of pools and volumes.</summary>
internal static class PermissionsXml
{
    private const int Octal = 8;
    private const int MostMode = 0xFFF;

    public static FilePermissions Read(ElementReader permissions) => new()
    {
        Mode = permissions.Child("mode") is { } mode ? Mode(mode) : null,
        Owner = permissions.Child("owner") is { } owner ? Number(owner) : null,
        Group = permissions.Child("group") is { } group ? Number(group) : null,
        Label = permissions.Child("label")?.Text(),
    };

    public static XElement? Write(FilePermissions permissions) => UnlessEmpty(
        "permissions",
        permissions.Mode is { } mode ? Text("mode", "0" + Convert.ToString((int)mode, Octal).PadLeft(3, '0')) : null,
        Text("owner", permissions.Owner?.ToString(CultureInfo.InvariantCulture)),
        Text("group", permissions.Group?.ToString(CultureInfo.InvariantCulture)),
        Text("label", permissions.Label));

    private static UnixFileMode Mode(ElementReader element)
    {
        var text = element.TextPlain(static letter => letter is >= '0' and <= '7', "0755", longest: 5);
        var mode = Convert.ToInt32(text, Octal);
        return mode <= MostMode ? (UnixFileMode)mode : throw element.BadValue(null, text, "0000…7777");
    }

    /// <summary>A user's or a group's number; libvirt's -1 leaves it open.</summary>
    private static uint? Number(ElementReader element) => element.TextNumber(-1, uint.MaxValue - 1) is var number && number < 0 ? null : (uint)number;
}
