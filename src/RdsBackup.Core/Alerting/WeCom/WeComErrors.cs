using RdsBackup.Diagnostics;

namespace RdsBackup.Alerting.WeCom;

/// <summary>What to do about an answer of the robot.</summary>
internal enum WeComErrorClass
{
    /// <summary>It passes by itself within seconds.</summary>
    Retry,

    /// <summary>Too many messages within a minute.</summary>
    Wait,

    /// <summary>The file it names is gone: upload it again.</summary>
    UploadAgain,

    /// <summary>Trying again changes nothing.</summary>
    Permanent,
}

/// <summary>
/// What the codes of the robot's answers mean. Sources: the list of global error codes (developer.work.weixin.qq.com/document/path/90455) and reports of
/// users; those marked so are not confirmed for robots.
/// </summary>
internal static class WeComErrors
{
    /// <summary>All went well.</summary>
    public const int Ok = 0;

    /// <summary>Says which class of trouble a code is.</summary>
    public static WeComErrorClass ClassOf(int code) => code switch
    {
        -1 or 6000 or 45033 => WeComErrorClass.Retry, // busy; a conflict of versions; too many calls at once (not confirmed)
        45009 => WeComErrorClass.Wait,
        40007 => WeComErrorClass.UploadAgain,
        _ => WeComErrorClass.Permanent,
    };

    /// <summary>The error for a code.</summary>
    /// <param name="channel">The channel's name, or its masked key.</param>
    /// <param name="code">The code.</param>
    /// <param name="message">The robot's sentence, without the key.</param>
    public static RdsBackupException Create(string channel, int code, string message)
    {
        (string id, RdsBackupErrorKind kind) = code switch
        {
            -1 or 6000 or 45033 => (nameof(Messages.WeComBusy), RdsBackupErrorKind.Service),
            45009 => (nameof(Messages.WeComRateExceeded), RdsBackupErrorKind.Throttled),
            93000 or 93004 or 93008 => (nameof(Messages.WeComRobotGone), RdsBackupErrorKind.NotFound), // the latter two not confirmed
            40058 or 45002 or 44004 => (nameof(Messages.WeComContentRefused), RdsBackupErrorKind.InvalidInput), // the latter two not confirmed
            40004 or 40005 or 40006 or 40007 or 40009 or 301019 => (nameof(Messages.WeComFileRefused), RdsBackupErrorKind.InvalidInput),
            _ => (nameof(Messages.WeComRefused), RdsBackupErrorKind.Service),
        };
        return Errors.Create(id, kind, channel, code, message);
    }
}
