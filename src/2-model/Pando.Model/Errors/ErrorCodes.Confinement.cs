namespace Pando.Model.Errors;

public static partial class ErrorCodes
{
    /// <summary>The confinement of machines' processes, and the host's resources that they get.</summary>
    public static class Confinement
    {
        /// <summary>Something that confines a machine could not be put in force. Facts: name, reason.</summary>
        public static readonly ErrorCode Failed = new("confinement.failed", ErrorKind.Broken);
    }
}
