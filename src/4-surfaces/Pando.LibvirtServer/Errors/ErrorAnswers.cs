using System.Globalization;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.Model.Errors;

namespace Pando.LibvirtServer.Errors;

/// <summary>What went wrong in libvirt's terms.</summary>
internal static class ErrorAnswers
{
    /// <summary>Any exception; one of ours that has no name is told without its insides.</summary>
    public static LibvirtError Of(Exception failure) => failure switch
    {
        LibvirtRefusal refusal => refusal.Error,
        PandoException known => Of(known),
        XdrException e => Make(LibvirtErrorNumber.Rpc, LibvirtErrorDomain.Rpc, e.Message),
        OperationCanceledException => Make(LibvirtErrorNumber.OperationAborted, LibvirtErrorDomain.Rpc, "the connection is being closed"),
        _ => Make(LibvirtErrorNumber.InternalError, LibvirtErrorDomain.Rpc, "an unexpected error: the daemon's log says more"),
    };

    /// <summary>Whether it has no name: the client is not told its insides, so that the log has to say them.</summary>
    public static bool IsUnnamed(Exception failure) => failure is not (PandoException or LibvirtRefusal or XdrException or OperationCanceledException);

    // What to do about it names Pando's own commands: whoever calls has others.
    private static LibvirtError Of(PandoException failure)
    {
        var known = LibvirtWords.Of(failure);
        return Make(known?.Number ?? Number(failure.Code), Domain(failure.Code), known?.Words ?? failure.Describe(CultureInfo.InvariantCulture));
    }

    private static LibvirtErrorNumber Number(ErrorCode code) => code.Kind switch
    {
        ErrorKind.Invalid when code.Area == "definition" => LibvirtErrorNumber.XmlError,
        ErrorKind.Invalid => LibvirtErrorNumber.InvalidArg,
        ErrorKind.NotFound => NotFoundIn(code.Area),
        ErrorKind.Exists => LibvirtErrorNumber.OperationFailed,
        ErrorKind.Denied => LibvirtErrorNumber.AccessDenied,
        ErrorKind.Refused => LibvirtErrorNumber.OperationInvalid,
        ErrorKind.Unsupported => LibvirtErrorNumber.ConfigUnsupported,
        ErrorKind.PeerSilent when code.Area == "agent" => LibvirtErrorNumber.AgentUnresponsive,
        ErrorKind.PeerSilent => LibvirtErrorNumber.OperationTimeout,
        ErrorKind.Cancelled => LibvirtErrorNumber.OperationAborted,
        ErrorKind.TooMuch => LibvirtErrorNumber.ResourceBusy,
        ErrorKind.PeerRefused => LibvirtErrorNumber.OperationFailed,
        _ => LibvirtErrorNumber.InternalError,
    };

    private static LibvirtErrorNumber NotFoundIn(string area) => area switch
    {
        "nwfilter" => LibvirtErrorNumber.NoNwfilter,
        "hostdev" => LibvirtErrorNumber.NoNodeDevice,
        "domain" => LibvirtErrorNumber.DeviceMissing,
        _ => LibvirtErrorNumber.OperationFailed,
    };

    private static LibvirtErrorDomain Domain(ErrorCode code) => code.Area switch
    {
        "definition" => LibvirtErrorDomain.Domain,
        "network" => LibvirtErrorDomain.Network,
        "nwfilter" => LibvirtErrorDomain.Nwfilter,
        "storage" or "image" => LibvirtErrorDomain.Storage,
        "secret" => LibvirtErrorDomain.Secret,
        "hostnet" => LibvirtErrorDomain.Interface,
        _ => LibvirtErrorDomain.Qemu,
    };

    private static LibvirtError Make(LibvirtErrorNumber number, LibvirtErrorDomain domain, string words) =>
        new(number, domain, ErrorWords.Sentence(number, words)) { First = words };
}
