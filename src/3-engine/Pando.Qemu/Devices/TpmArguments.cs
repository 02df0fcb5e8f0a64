using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Trusted platform modules (-tpmdev takes no JSON).</summary>
internal static class TpmArguments
{
    public static IEnumerable<QemuArgument> Of(TpmDevice tpm, ArgumentContext context)
    {
        string backend = $"tpm-{ArgumentContext.Alias(tpm)}";
        JsonForm device = context.Device(tpm.Model == TpmModel.TpmCrb ? "tpm-crb" : "tpm-tis", tpm).Add("tpmdev", backend);
        return [.. Backend(tpm, backend, context), device.As("-device")];
    }

    private static IEnumerable<QemuArgument> Backend(TpmDevice tpm, string id, ArgumentContext context)
    {
        if (tpm.Backend is TpmPassthrough passthrough)
        {
            HostFile node = HostFile.Of(DeviceFiles.Key(tpm), passthrough.Path!, context);
            HostFile cancel = HostFile.Of(DeviceFiles.CancelKey(tpm), DeviceFiles.CancelPath(passthrough.Path!), context);
            return
            [
                .. node.Arguments,
                .. cancel.Arguments,
                new KeyValueForm("passthrough").Add("id", id).Add("path", node.Name).Add("cancel-path", cancel.Name).As("-tpmdev"),
            ];
        }

        string channel = $"char{ArgumentContext.Alias(tpm)}";
        QemuArgument socket = tpm.Backend is TpmExternal external
            ? new KeyValueForm("socket").Add("id", channel).Add("path", external.SocketPath).As("-chardev")
            : ConnectionArguments.Of(tpm, channel, context);
        return [socket, new KeyValueForm("emulator").Add("id", id).Add("chardev", channel).As("-tpmdev")];
    }
}
