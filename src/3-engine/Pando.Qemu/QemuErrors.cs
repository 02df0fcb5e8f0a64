using System.Globalization;
using Pando.Model.Errors;
using Pando.Qmp;

namespace Pando.Qemu;

/// <summary>Turns failures of QMP into Pando's own, so that no exception of the protocol leaves the engine. QEMU's words are kept.</summary>
public static class QemuErrors
{
    /// <summary>The failure as Pando has it.</summary>
    /// <param name="failure">What QMP threw.</param>
    /// <param name="domain">The machine's name.</param>
    /// <returns>
    /// <c>domain.qemu-refused</c> and <c>domain.qemu-silent</c> (the peer), <c>domain.qemu-lost</c> (the machinery;
    /// also where what is at the other end does not speak QMP).
    /// </returns>
    public static PandoException Of(QmpException failure, string domain)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure switch
        {
            QmpErrorException refused => new PeerException(
                ErrorCodes.Domain.QemuRefused, refused.Description, refused, ("name", domain), ("command", refused.Command!)),
            QmpTimeoutException silent => new PeerException(
                ErrorCodes.Domain.QemuSilent,
                peerWords: null,
                silent,
                ("name", domain),
                ("waited", silent.Limit.TotalSeconds.ToString("0.### s", CultureInfo.InvariantCulture)),
                ("for", silent.Command ?? "greeting")),
            _ => new MachineryException(ErrorCodes.Domain.QemuLost, failure, ("name", domain)),
        };
    }
}
