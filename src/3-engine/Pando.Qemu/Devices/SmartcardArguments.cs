using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Smart cards in a reader on USB.</summary>
internal static class SmartcardArguments
{
    private const string UsualDatabase = "/etc/pki/nssdb";

    public static IEnumerable<QemuArgument> Of(SmartcardDevice card, ArgumentContext context)
    {
        switch (card.Mode)
        {
            case SmartcardMode.PassThrough:
                return
                [
                    .. CharacterBackendArguments.Of(card.Backend!, card, context, "smartcard"),
                    context.Device("ccid-card-passthru", card).Add("chardev", CharacterBackendArguments.Id(card)).At(card, context).As("-device"),
                ];
            case SmartcardMode.HostCertificates:
                return
                [
                    context.Device("ccid-card-emulated", card)
                        .Add("backend", "certificates")
                        .Add("cert1", card.Certificates[0])
                        .Add("cert2", card.Certificates[1])
                        .Add("cert3", card.Certificates[2])
                        .Add("db", card.Database ?? UsualDatabase)
                        .At(card, context)
                        .As("-device"),
                ];
            default:
                return [context.Device("ccid-card-emulated", card).Add("backend", "nss-emulated").At(card, context).As("-device")];
        }
    }
}
