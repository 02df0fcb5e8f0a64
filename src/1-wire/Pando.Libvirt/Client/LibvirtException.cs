using Pando.Libvirt.Protocol;

namespace Pando.Libvirt;

/// <summary>The server refused a call, or it failed there.</summary>
public sealed class LibvirtException : Exception
{
    /// <summary>With the server's own words.</summary>
    public LibvirtException(LibvirtError error)
        : base((error ?? throw new ArgumentNullException(nameof(error))).Message) => Error = error;

    /// <summary>Nothing more is known.</summary>
    public LibvirtException()
        : this("The call failed.")
    {
    }

    /// <summary>With what went wrong.</summary>
    public LibvirtException(string message)
        : this(new LibvirtError(LibvirtErrorNumber.InternalError, LibvirtErrorDomain.Rpc, message))
    {
    }

    /// <summary>With what went wrong, and what it came of.</summary>
    public LibvirtException(string message, Exception innerException)
        : base(message, innerException) => Error = new LibvirtError(LibvirtErrorNumber.InternalError, LibvirtErrorDomain.Rpc, message);

    /// <summary>What the server says.</summary>
    public LibvirtError Error { get; }

    /// <summary>What kind of mistake it is.</summary>
    public LibvirtErrorNumber Number => Error.Number;
}
