using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Errors;

namespace Pando.LibvirtServer;

/// <summary>A mistake that only libvirt's protocol knows; what the engine refuses comes as its own exceptions.</summary>
internal sealed class LibvirtRefusal(LibvirtErrorNumber number, LibvirtErrorDomain domain, string message) : Exception(message)
{
    /// <summary>What the client is told.</summary>
    public LibvirtError Error { get; } = new(number, domain, ErrorWords.Sentence(number, message)) { First = message };

    /// <summary><c>VIR_ERR_INTERNAL_ERROR</c>.</summary>
    public static LibvirtRefusal Internal(string message) => new(LibvirtErrorNumber.InternalError, LibvirtErrorDomain.Rpc, message);

    /// <summary><c>VIR_ERR_INVALID_ARG</c>.</summary>
    public static LibvirtRefusal InvalidArgument(string message) => new(LibvirtErrorNumber.InvalidArg, LibvirtErrorDomain.Qemu, message);

    /// <summary><c>VIR_ERR_NO_SUPPORT</c>, as libvirt says it of a driver that lacks a function.</summary>
    public static LibvirtRefusal NoSupport(string function) => new(LibvirtErrorNumber.NoSupport, LibvirtErrorDomain.Qemu, function);

    /// <summary><c>VIR_ERR_OPERATION_UNSUPPORTED</c>.</summary>
    public static LibvirtRefusal Unsupported(string message) => new(LibvirtErrorNumber.OperationUnsupported, LibvirtErrorDomain.Qemu, message);

    /// <summary>Throws for flags that a procedure does not have.</summary>
    public static void UnlessFlags(uint flags, uint known)
    {
        if ((flags & ~known) != 0)
        {
            throw InvalidArgument($"unsupported flags (0x{flags & ~known:x})");
        }
    }
}
