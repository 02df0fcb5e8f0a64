using System.Globalization;
using System.Text.Json.Nodes;
using Pando.Linux.Spawn;

namespace Pando.Qemu.HotPlug;

/// <summary>
/// Where arguments name an inherited descriptor by its number, QMP wants a name that one was handed over under:
/// <c>fd</c>, and several joined by colons in <c>fds</c> and <c>vhostfds</c>.
/// </summary>
internal static class NamedDescriptors
{
    private static readonly string[] Properties = ["fd", "fds", "vhostfd", "vhostfds", "str"];

    /// <summary>Puts the names in the numbers' places, and answers the commands that hand the descriptors over.</summary>
    public static IReadOnlyList<PlugCommand> In(JsonObject form, Dictionary<int, InheritedDescriptor> descriptors)
    {
        var commands = new List<PlugCommand>();
        Replace(form, descriptors, commands);
        return commands;
    }

    private static void Replace(JsonObject form, Dictionary<int, InheritedDescriptor> descriptors, List<PlugCommand> commands)
    {
        foreach ((string name, JsonNode? value) in form.ToList())
        {
            if (value is JsonObject inner)
            {
                Replace(inner, descriptors, commands);
            }
            else if (value is JsonValue && Properties.Contains(name, StringComparer.Ordinal))
            {
                form[name] = string.Join(':', value.ToString().Split(':').Select(number => Named(number, descriptors, commands)));
            }
        }
    }

    private static string Named(string number, Dictionary<int, InheritedDescriptor> descriptors, List<PlugCommand> commands)
    {
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int key) || !descriptors.TryGetValue(key, out InheritedDescriptor? found))
        {
            return number;
        }

        // A name must not begin with a digit, or it would be taken for a number.
        string name = $"plug{number}";
        commands.Add(new NameDescriptor(found.Handle, name));
        return name;
    }
}
