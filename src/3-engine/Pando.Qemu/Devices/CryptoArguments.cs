using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Crypto cards: who does the work, then the card.</summary>
internal static class CryptoArguments
{
    public static IEnumerable<QemuArgument> Of(CryptoDevice crypto, ArgumentContext context)
    {
        string worker = $"obj{ArgumentContext.Alias(crypto)}";
        string kind = crypto.Backend == CryptoBackend.Lkcf ? "cryptodev-backend-lkcf" : "cryptodev-backend-builtin";
        context.Capabilities.RequireObject(kind);
        return
        [
            JsonForm.Object(kind, worker).Add("queues", crypto.Queues).As("-object"),
            context.Device("virtio-crypto-pci", crypto).Add("cryptodev", worker).Add(crypto.Virtio).At(crypto, context).As("-device"),
        ];
    }
}
