using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Sources of randomness.</summary>
internal static class RngArguments
{
    private const string DefaultPath = "/dev/urandom";
    private const int DefaultPeriodMilliseconds = 1000;

    public static IEnumerable<QemuArgument> Of(RngDevice rng, ArgumentContext context)
    {
        string source = $"obj{ArgumentContext.Alias(rng)}";
        // The kernel's generator goes by its path: there is nothing in it to protect, and everybody may open it.
        JsonForm backend = rng.Source == RngSource.Builtin
            ? JsonForm.Object("rng-builtin", source)
            : JsonForm.Object("rng-random", source).Add("filename", rng.Path ?? DefaultPath);
        JsonForm device = context.Device("virtio-rng-pci", rng)
            .Add("rng", source)
            .Add("max-bytes", rng.Rate?.Bytes)
            .Add("period", rng.Rate is null ? null : rng.Rate.PeriodMilliseconds ?? DefaultPeriodMilliseconds)
            .At(rng, context);
        return [backend.As("-object"), device.As("-device")];
    }
}
