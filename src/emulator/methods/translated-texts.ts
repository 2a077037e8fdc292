/** The language of the texts that a portal translates: field checks and limits. All other texts are in English. */
export type Language = 'en' | 'ru';

export interface Texts {
  readonly typeUnknown: string;
  readonly serverMissing: string;
  readonly serverTooLong: string;
  readonly loginMissing: string;
  readonly loginTooLong: string;
  readonly passwordTooLong: string;
  readonly titleExists: string;
  readonly settingsNotFound: string;
  readonly cloudLimit: (limit: number) => string;
  /** Names of lines without a title, as lists show them. */
  readonly cloudLineName: (configId: number) => string;
  readonly officeLineName: (configId: number) => string;
}

const english: Texts = {
  typeUnknown: 'PBX type not specified',
  serverMissing: 'Server address not specified',
  serverTooLong: 'Server address cannot exceed 100 characters',
  loginMissing: 'Login for connecting to the server not specified',
  loginTooLong: 'Login for connecting to the server cannot exceed 100 characters',
  passwordTooLong: 'Password for connecting to the server cannot exceed 100 characters',
  titleExists: 'The specified connection name is already registered in the system',
  settingsNotFound: 'Settings not found',
  cloudLimit: (limit) => `You cannot connect more than ${limit} virtual PBXs.`,
  cloudLineName: (configId) => `Cloud PBX (${configId})`,
  officeLineName: (configId) => `Office PBX (${configId})`,
};

const russian: Texts = {
  typeUnknown: 'Не указан тип АТС',
  serverMissing: 'Не указан адрес сервера',
  serverTooLong: 'Адрес сервера не может быть более 100 символов',
  loginMissing: 'Не указан логин для подключения к серверу',
  loginTooLong: 'Логин для подключения к серверу не может быть более 100 символов',
  passwordTooLong: 'Пароль для подключения к серверу не может быть более 100 символов',
  titleExists: 'Указанное название подключения уже зарегистрировано в системе',
  settingsNotFound: 'Настройки не найдены',
  cloudLimit: (limit) => `Вы не можете подключить более ${limit} виртуальных АТС.`,
  cloudLineName: (configId) => `Облачная АТС (${configId})`,
  officeLineName: (configId) => `Офисная АТС (${configId})`,
};

export function textsOf(language: Language): Texts {
  return language === 'ru' ? russian : english;
}
