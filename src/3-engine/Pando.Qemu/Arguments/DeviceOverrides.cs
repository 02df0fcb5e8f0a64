using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Qemu.Arguments;

/// <summary>Changes properties of devices as the definition's <c>qemu:override</c> says.</summary>
internal static class DeviceOverrides
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The arguments with those devices changed.</summary>
    /// <exception cref="CallerException"><c>qemu.cannot-express</c>: the machine has no such device.</exception>
    public static IEnumerable<QemuArgument> Apply(IEnumerable<QemuArgument> arguments, DomainDefinition definition)
    {
        if (definition.QemuExtras.Overrides.IsEmpty)
        {
            return arguments;
        }

        List<QemuArgument> all = [.. arguments];
        foreach (DeviceOverride change in definition.QemuExtras.Overrides)
        {
            int at = all.FindIndex(argument => argument.Option == "-device" && Form(argument)?["id"]?.GetValue<string>() == change.Alias);
            if (at < 0)
            {
                throw new CallerException(
                    ErrorCodes.Qemu.CannotExpress, ("what", $"<qemu:device alias='{change.Alias}'>"), ("reason", "qemu.reason.no-such-device"));
            }

            JsonObject form = Form(all[at])!;
            foreach (PropertyOverride property in change.Properties)
            {
                Change(form, property);
            }

            all[at] = new QemuArgument("-device", form.ToJsonString(Readable));
        }

        return all;
    }

    private static JsonObject? Form(QemuArgument device) =>
        device.Value?.StartsWith('{') == true ? JsonNode.Parse(device.Value) as JsonObject : null;

    private static void Change(JsonObject form, PropertyOverride property)
    {
        form.Remove(property.Name);
        JsonNode? value = property.Kind switch
        {
            PropertyKind.Remove => null,
            PropertyKind.Bool => property.Value == "true",
            PropertyKind.Signed => long.Parse(property.Value!, CultureInfo.InvariantCulture),
            PropertyKind.Unsigned => ulong.Parse(property.Value!, CultureInfo.InvariantCulture),
            _ => property.Value,
        };
        if (value is not null)
        {
            form[property.Name] = value;
        }
    }
}
