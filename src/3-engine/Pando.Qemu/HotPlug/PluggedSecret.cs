using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Win32.SafeHandles;
using Pando.Linux.Spawn;

namespace Pando.Qemu.HotPlug;

/// <summary>
/// A QEMU that runs inherits no memory any more: a secret goes to it in the command itself, over a socket that is nobody else's.
/// </summary>
internal static class PluggedSecret
{
    private const string Inherited = "/proc/self/fd/";

    /// <summary>The object, with what is in the memory in place of the memory's number.</summary>
    public static JsonObject In(JsonObject made, Dictionary<int, InheritedDescriptor> descriptors)
    {
        if ((string?)made["qom-type"] != "secret" || (string?)made["file"] is not { } file || !file.StartsWith(Inherited, StringComparison.Ordinal))
        {
            return made;
        }

        var memory = (SafeFileHandle)descriptors[int.Parse(file.AsSpan(Inherited.Length), CultureInfo.InvariantCulture)].Handle;
        byte[] secret = new byte[RandomAccess.GetLength(memory)];
        _ = RandomAccess.Read(memory, secret, 0);
        made.Remove("file");
        made["format"] = "base64";
        made["data"] = Convert.ToBase64String(secret);
        return made;
    }
}
