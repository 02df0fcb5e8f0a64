using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Sources of randomness.</summary>
internal static class RngArguments
{
    private const int DefaultPeriodMilliseconds = 1000;

    public static IEnumerable<QemuArgument> Of(RngDevice rng, ArgumentContext context)
    {
        string source = $"obj{ArgumentContext.Alias(rng)}";
        JsonForm device = context.Device(VirtioArguments.Driver("virtio-rng-pci", rng.Model), rng)
            .Add("rng", source)
            .Add("max-bytes", rng.Rate?.Bytes)
            .Add("period", rng.Rate is null ? null : rng.Rate.PeriodMilliseconds ?? DefaultPeriodMilliseconds)
            .Add(rng.Virtio)
            .At(rng, context);
        return [.. Backend(rng, source, context), device.As("-device")];
    }

    private static IEnumerable<QemuArgument> Backend(RngDevice rng, string source, ArgumentContext context)
    {
        switch (rng.Source)
        {
            case RngSource.Builtin:
                return [JsonForm.Object("rng-builtin", source).As("-object")];
            case RngSource.Egd:
                return
                [
                    .. CharacterBackendArguments.Of(rng.Backend!, rng, context),
                    JsonForm.Object("rng-egd", source).Add("chardev", CharacterBackendArguments.Id(rng)).As("-object"),
                ];
            default:
                HostFile? file = DeviceFiles.IsKernelRandomness(rng.Path) ? null : HostFile.Of(DeviceFiles.Key(rng), rng.Path!, context);
                return
                [
                    .. file?.Arguments ?? [],
                    JsonForm.Object("rng-random", source).Add("filename", file?.Name ?? rng.Path ?? DeviceFiles.KernelRandomness).As("-object"),
                ];
        }
    }
}
