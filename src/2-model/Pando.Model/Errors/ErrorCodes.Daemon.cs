namespace Pando.Model.Errors;

public static partial class ErrorCodes
{
    /// <summary>Why pandod does not start.</summary>
    public static class Daemon
    {
        /// <summary>The command line is not understood. Facts: reason.</summary>
        public static readonly ErrorCode Usage = new("daemon.usage", ErrorKind.Invalid);

        /// <summary>A setting that does not exist. Facts: where, setting.</summary>
        public static readonly ErrorCode UnknownSetting = new("daemon.unknown-setting", ErrorKind.Invalid);

        /// <summary>A setting's value is not one. Facts: where, setting, value, wanted.</summary>
        public static readonly ErrorCode BadSetting = new("daemon.bad-setting", ErrorKind.Invalid);

        /// <summary>A line of the configuration file that is neither a section nor a setting. Facts: where, text.</summary>
        public static readonly ErrorCode BadLine = new("daemon.bad-line", ErrorKind.Invalid);

        /// <summary>The configuration file cannot be read. Facts: path, reason.</summary>
        public static readonly ErrorCode ConfigUnreadable = new("daemon.config-unreadable", ErrorKind.Invalid);

        /// <summary>Another daemon serves this instance. Facts: path, pid.</summary>
        public static readonly ErrorCode AlreadyRuns = new("daemon.already-runs", ErrorKind.Refused);

        /// <summary>A directory of the instance cannot be used; the system's words are kept. Facts: path.</summary>
        public static readonly ErrorCode NoDirectory = new("daemon.no-directory", ErrorKind.Broken);

        /// <summary>A group that was asked for does not exist. Facts: group.</summary>
        public static readonly ErrorCode UnknownGroup = new("daemon.unknown-group", ErrorKind.Invalid);

        /// <summary>A user that was asked for does not exist. Facts: user.</summary>
        public static readonly ErrorCode UnknownUser = new("daemon.unknown-user", ErrorKind.Invalid);

        /// <summary>The socket cannot be listened on; the system's words are kept. Facts: path.</summary>
        public static readonly ErrorCode SocketUnusable = new("daemon.socket-unusable", ErrorKind.Broken);
    }
}
