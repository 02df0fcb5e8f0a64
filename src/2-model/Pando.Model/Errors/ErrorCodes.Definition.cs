namespace Pando.Model.Errors;

public static partial class ErrorCodes
{
    /// <summary>What is wrong with a definition, and where: its line, and the path of the element.</summary>
    public static class Definition
    {
        /// <summary>Not well-formed XML, or XML that may not come in (a document type). Facts: line, element, reason.</summary>
        public static readonly ErrorCode Malformed = new("definition.malformed", ErrorKind.Invalid);

        /// <summary>Larger, deeper or more branched than any honest definition. Facts: line, element, reason.</summary>
        public static readonly ErrorCode TooLarge = new("definition.too-large", ErrorKind.TooMuch);

        /// <summary>A definition of something else. Facts: line, element, found.</summary>
        public static readonly ErrorCode NotADomain = new("definition.not-a-domain", ErrorKind.Invalid);

        /// <summary>A document that describes no processor.</summary>
        public static readonly ErrorCode NoCpu = new("definition.no-cpu", ErrorKind.Invalid);

        /// <summary>Something that must be there is not. Facts: line, element.</summary>
        public static readonly ErrorCode Missing = new("definition.missing", ErrorKind.Invalid);

        /// <summary>A value that cannot stand there. Facts: line, element, value, reason.</summary>
        public static readonly ErrorCode BadValue = new("definition.bad-value", ErrorKind.Invalid);

        /// <summary>An element or attribute that this version does not know or cannot do. Facts: line, element, reason.</summary>
        public static readonly ErrorCode Unsupported = new("definition.unsupported", ErrorKind.Unsupported);

        /// <summary>An element that may be there once is there twice. Facts: line, element.</summary>
        public static readonly ErrorCode Repeated = new("definition.repeated", ErrorKind.Invalid);

        /// <summary>Two elements take something that only one may have. Facts: line, element, value, other, at.</summary>
        public static readonly ErrorCode Duplicate = new("definition.duplicate", ErrorKind.Invalid);

        /// <summary>Two things that exclude each other. Facts: line, element, reason.</summary>
        public static readonly ErrorCode Conflict = new("definition.conflict", ErrorKind.Invalid);

        /// <summary>A machine type that QEMU does not have. Facts: machine, known.</summary>
        public static readonly ErrorCode UnknownMachine = new("definition.unknown-machine", ErrorKind.Invalid);

        /// <summary>All places of a bus are taken, or there is no such bus. Facts: device, bus.</summary>
        public static readonly ErrorCode NoPlace = new("definition.no-place", ErrorKind.Invalid);

        /// <summary>An address that the device cannot have. Facts: device, address, reason.</summary>
        public static readonly ErrorCode Misplaced = new("definition.misplaced", ErrorKind.Invalid);

        /// <summary>A place that the chipset or another device has. Facts: device, address.</summary>
        public static readonly ErrorCode PlaceTaken = new("definition.place-taken", ErrorKind.Invalid);
    }
}
