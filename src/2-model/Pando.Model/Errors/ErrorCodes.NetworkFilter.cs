namespace Pando.Model.Errors;

public static partial class ErrorCodes
{
    /// <summary>Filters of what goes in and out of interfaces.</summary>
    public static class NetworkFilter
    {
        /// <summary>No device of this name stands behind a filter. Facts: port.</summary>
        public static readonly ErrorCode NoBinding = new("nwfilter.no-binding", ErrorKind.NotFound);

        /// <summary>A device stands behind a filter already. Facts: port, filter.</summary>
        public static readonly ErrorCode BindingTaken = new("nwfilter.binding-taken", ErrorKind.Exists);

        /// <summary>The host has no device of this name. Facts: port.</summary>
        public static readonly ErrorCode NoPort = new("nwfilter.no-port", ErrorKind.NotFound);

        /// <summary>There is no such filter. Facts: filter.</summary>
        public static readonly ErrorCode NotFound = new("nwfilter.not-found", ErrorKind.NotFound);

        /// <summary>Another filter has the name. Facts: filter, uuid.</summary>
        public static readonly ErrorCode NameTaken = new("nwfilter.name-taken", ErrorKind.Exists);

        /// <summary>Another filter has the uuid. Facts: uuid, filter.</summary>
        public static readonly ErrorCode UuidTaken = new("nwfilter.uuid-taken", ErrorKind.Exists);

        /// <summary>Somebody else changed the definition since it was read. Facts: filter.</summary>
        public static readonly ErrorCode ChangedMeanwhile = new("nwfilter.changed-meanwhile", ErrorKind.Refused);

        /// <summary>A filter that is needed cannot be removed. Facts: filter, by.</summary>
        public static readonly ErrorCode InUse = new("nwfilter.in-use", ErrorKind.Refused);

        /// <summary>A filter takes in one that is not there. Facts: filter, reference.</summary>
        public static readonly ErrorCode ReferenceMissing = new("nwfilter.reference-missing", ErrorKind.NotFound);

        /// <summary>Filters take each other in without end. Facts: filter, path.</summary>
        public static readonly ErrorCode Loop = new("nwfilter.loop", ErrorKind.Invalid);

        /// <summary>A filter with all that it takes in, and all values of its variables, makes too many rules. Facts: filter, limit.</summary>
        public static readonly ErrorCode TooLarge = new("nwfilter.too-large", ErrorKind.Invalid);

        /// <summary>Nobody says what a variable stands for. Facts: name, device, filter, variable.</summary>
        public static readonly ErrorCode VariableMissing = new("nwfilter.variable-missing", ErrorKind.Invalid);

        /// <summary>What a variable stands for cannot stand there. Facts: name, device, filter, variable, value, reason.</summary>
        public static readonly ErrorCode VariableBad = new("nwfilter.variable-bad", ErrorKind.Invalid);

        /// <summary>Two variables that are walked through together have not as many values. Facts: name, device, filter, variable, other.</summary>
        public static readonly ErrorCode ListsDiffer = new("nwfilter.lists-differ", ErrorKind.Invalid);

        /// <summary>The host cannot carry out what a rule asks for. Facts: filter, what, reason.</summary>
        public static readonly ErrorCode NotOffered = new("nwfilter.not-offered", ErrorKind.Unsupported);
    }
}
