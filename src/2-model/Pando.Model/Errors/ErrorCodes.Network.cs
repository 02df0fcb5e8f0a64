namespace Pando.Model.Errors;

public static partial class ErrorCodes
{
    /// <summary>Networks of the host, and what connects machines to them.</summary>
    public static class Network
    {
        /// <summary>A machine names a bridge that the host does not have. Facts: name, device, bridge.</summary>
        public static readonly ErrorCode BridgeMissing = new("network.bridge-missing", ErrorKind.NotFound);

        /// <summary>What a machine names as a bridge is another kind of device. Facts: name, device, bridge, kind.</summary>
        public static readonly ErrorCode NotABridge = new("network.not-a-bridge", ErrorKind.Invalid);

        /// <summary>A machine names a card that the host does not have. Facts: name, device, card.</summary>
        public static readonly ErrorCode CardMissing = new("network.card-missing", ErrorKind.NotFound);

        /// <summary>The name that the host's end is to have is taken. Facts: name, device, target.</summary>
        public static readonly ErrorCode DeviceTaken = new("network.device-taken", ErrorKind.Refused);

        /// <summary>A host's end that is not ours to make does not exist. Facts: name, device, target.</summary>
        public static readonly ErrorCode DeviceMissing = new("network.device-missing", ErrorKind.NotFound);

        /// <summary>The host cannot do what an interface asks for. Facts: name, device, what, reason.</summary>
        public static readonly ErrorCode CannotAttach = new("network.cannot-attach", ErrorKind.Unsupported);

        /// <summary>The kernel refused to make or change a network device. Facts: name, device, what, reason.</summary>
        public static readonly ErrorCode Refused = new("network.refused", ErrorKind.Broken);
    }
}
